require "fileinto";
# rule:[xx]
if address :is "from" "partner@example.com" { fileinto "Archive"; }
