require ["fileinto", "mboxmetadata"];
if metadata :is "INBOX" "/private/vendor/vendor.dovecot/auto" "yes" { keep; }
if metadataexists "INBOX" ["/private/comment"] { stop; }
