require ["imapflags", "fileinto"];
if header :contains "subject" "todo" { mark; addflag "\\Seen"; fileinto "Todo"; unmark; }
