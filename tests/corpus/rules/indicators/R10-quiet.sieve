require "fileinto";
# rule:[📎 Attachments]
if address :is "from" "partner@example.com" { fileinto "Archive"; }
