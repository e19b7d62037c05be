require "fileinto";
# rule:[社内]
if address :is "from" "partner@example.com" { fileinto "Archive"; }
