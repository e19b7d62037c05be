require ["imap4flags"];
if header :contains "subject" "security alert" { addflag "\\Deleted"; }
