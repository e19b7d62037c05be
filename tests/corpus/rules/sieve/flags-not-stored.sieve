require ["imap4flags"];
setflag ["\\Seen \\Flagged $Work"];
