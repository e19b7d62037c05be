require ["vnd.dovecot.environment", "variables", "environment", "fileinto"];
if environment :is "vnd.dovecot.username" "me" { keep; }
set "user" "${env.vnd.dovecot.username}";
