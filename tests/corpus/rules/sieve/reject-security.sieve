require ["reject"];
if header :contains "from" "accountprotection.microsoft.com" { reject "Mailbox not found."; }
