require ["vnd.dovecot.pipe"];
if header :contains "subject" "command" { pipe "learn-spam" ["-u", "me"]; }
