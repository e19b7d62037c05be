require "fileinto";
# rule:[Partner 👩‍💼]
if address :is "from" "partner@example.com" { fileinto "Archive"; }
