require "fileinto";
if header :contains "subject" "crlf" {
  fileinto "CRLF";
}
