require ["fileinto", "imap4flags"];
# rule:[メルマガ整理]
if anyof (header :contains "from" ["rakuten.example.jp", "magazine@example.co.jp"], header :contains "subject" "メールマガジン")
{
	fileinto "メルマガ";
}
# rule:[社内]
if address :domain :is "from" "example.co.jp"
{
	addflag "$label1";
	fileinto "社内";
}
