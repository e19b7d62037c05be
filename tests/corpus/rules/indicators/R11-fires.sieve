require "fileinto";
# rule:[Part​ner]
if address :is "from" "partner@example.com" { fileinto "Archive"; }
