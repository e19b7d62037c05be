require ["fileinto", "mailbox", "variables", "regex"];
if header :regex "list-id" "<([a-z-]+)[.@]" {
  set :lower "listname" "${1}";
  fileinto :create "Lists/${listname}";
  stop;
}
if exists "list-unsubscribe" { fileinto :create "Bulk"; }
