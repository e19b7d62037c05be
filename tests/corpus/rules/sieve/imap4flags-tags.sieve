require ["imap4flags", "fileinto"];
fileinto :flags ["\\Seen", "\\Answered"] "Archive";
keep :flags "\\Flagged";
