require ["servermetadata", "vacation"];
if servermetadata :contains "/private/vendor/vendor.dovecot/away" "yes" { vacation "Away."; }
if servermetadataexists "/shared/comment" { keep; }
