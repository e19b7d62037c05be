require "fileinto";
# rule:[、、]
if address :is "from" "partner@example.com" { fileinto "アーカイブ"; }
