require ["special-use", "fileinto", "mailbox"];
if specialuse_exists ["\\Archive", "\\Junk"] { fileinto :specialuse "\\Archive" "Archive"; }
if specialuse_exists "INBOX" "\\Archive" { keep; }
