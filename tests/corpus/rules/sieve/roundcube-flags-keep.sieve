require ["imap4flags"];
# rule:[read]
if header :contains "from" "monitor@example.com"
{
	setflag ["\\Seen","\\Answered"];
	keep;
}
