require "fileinto";
# rule:[aaaaaa]
if address :is "from" "partner@example.com" { fileinto "Archive"; }
