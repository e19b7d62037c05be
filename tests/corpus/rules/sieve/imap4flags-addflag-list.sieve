require ["imap4flags", "fileinto"];
if header :contains "subject" "newsletter" { addflag ["\\Seen", "$Label1"]; fileinto "News"; }
