require "fileinto";
# rule:[Partner filing]
if address :is "from" "partner@example.com" { fileinto "Archive"; }
