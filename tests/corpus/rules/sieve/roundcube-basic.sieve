require ["fileinto","copy"];
# rule:[Newsletter]
if anyof (header :contains "from" "news@example.com", header :contains "subject" "newsletter")
{
	fileinto "News";
	stop;
}
# rule:[請求書]
if allof (header :contains "subject" "請求書")
{
	fileinto "Bills";
}
