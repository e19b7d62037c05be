require ["imapsieve", "environment", "imap4flags"];
if allof (environment :is "imap.cause" "FLAG", environment :contains "imap.changedflags" "\\Flagged") { addflag "\\Seen"; }
