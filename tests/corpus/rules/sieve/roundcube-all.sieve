require ["copy"];
# rule:[all]
if true
{
	redirect :copy "other@example.net";
}
