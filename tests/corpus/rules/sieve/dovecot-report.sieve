require ["vnd.dovecot.report"];
if header :contains "x-spam" "yes" { report "abuse" "This is spam." "abuse@example.net"; }
