require ["vnd.dovecot.filter", "fileinto"];
if filter "spamc" { fileinto "Checked"; }
