require ["vnd.dovecot.filter"];
filter "clean-up" ["--strict"];
