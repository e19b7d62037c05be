require ["vnd.dovecot.report"];
report :headers_only "fraud" "A fraud." "report@example.org";
