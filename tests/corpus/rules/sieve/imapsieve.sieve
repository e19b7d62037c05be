require ["imapsieve", "environment", "variables", "fileinto", "copy"];
if environment :is "imap.cause" "COPY" {
  if environment :matches "imap.mailbox" "*" { set "box" "${1}"; }
  fileinto :copy "Seen in ${box}";
}
