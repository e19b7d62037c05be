# Ingo-written script
require ["fileinto", "imap4flags"];
# Blocked addresses
if address :all :comparator "i;ascii-casemap" :is ["From", "Sender", "Resent-From"] ["bad@example.com", "worse@example.com"]  {
    discard;
    stop;
}
# My list
if header :comparator "i;ascii-casemap" :contains "List-Id" "my-list" {
    addflag "\\Seen";
    fileinto "lists";
    removeflag "\\Seen";
    stop;
}
