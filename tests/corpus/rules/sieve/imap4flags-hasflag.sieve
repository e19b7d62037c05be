require ["imap4flags", "fileinto"];
setflag "\\Seen";
if hasflag :contains "seen" { fileinto "Read"; }
