require ["reject"];
# rule:[no ads]
if header :contains "from" "ads@example.com"
{
	reject text:
No advertising, please.
.
;
}
