require ["vnd.dovecot.pipe", "copy"];
pipe :copy :try "notify-me";
