require ["fileinto"];
# rule:[off for now]
if false # anyof (header :contains "subject" "sale", size :over 1M)
{
	fileinto "Ads";
}
