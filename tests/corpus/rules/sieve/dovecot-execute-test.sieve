require ["vnd.dovecot.execute", "fileinto"];
if not execute :input "hello" "is-known" { fileinto "Unknown"; }
