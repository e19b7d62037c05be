require ["fileinto"];
# rule:[a]
if anyof (true)
{
	fileinto "Archive";
}
