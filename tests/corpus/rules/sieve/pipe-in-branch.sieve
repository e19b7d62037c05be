require ["vnd.dovecot.pipe", "variables", "envelope"];
if envelope :matches "to" "*+*@*" { pipe "deliver-to" ["${2}"]; stop; }
