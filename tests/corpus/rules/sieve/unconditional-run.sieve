require ["copy", "imap4flags", "fileinto"];
addflag "\\Seen";
fileinto :copy "All";
redirect :copy "archive@example.jp";
