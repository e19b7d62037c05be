require ["envelope","fileinto","variables","subaddress","mailbox"];
# rule:[plus]
if envelope :detail :matches "to" "*"
{
	set :lower "name" "${1}";
	fileinto :create "INBOX/${name}";
}
