require "fileinto";
# rule:[Partner mail]
if address :is "from" "partner@example.com" { fileinto "Partners"; }
