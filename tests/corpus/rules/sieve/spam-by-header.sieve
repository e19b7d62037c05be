require ["fileinto", "imap4flags"];
if anyof (header :is "X-Spam-Flag" "YES", header :contains "X-Spam-Level" "*****", header :contains "Subject" "***SPAM***") {
  setflag "\\Seen";
  fileinto "Junk";
  stop;
}
