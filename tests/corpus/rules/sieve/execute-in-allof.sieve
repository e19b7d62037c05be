require ["vnd.dovecot.execute", "fileinto"];
if allof (header :contains "subject" "check", execute "check-sender" ["--quick"]) { fileinto "Checked"; }
