require ["fileinto","imap4flags"];
# rule:[..]
if allof (header :contains "subject" ["hack","phish","undeliverable"])
{
	setflag "\\Seen";
	fileinto "RSS Feeds";
	stop;
}
