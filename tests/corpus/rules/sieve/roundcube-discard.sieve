# rule:[bin]
if anyof (header :is "from" "a@example.com", header :is "from" "b@example.com")
{
	discard;
	stop;
}
