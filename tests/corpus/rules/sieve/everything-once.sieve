require ["fileinto", "reject", "envelope", "encoded-character", "vacation", "subaddress", "comparator-i;ascii-numeric", "relational", "regex", "imap4flags", "copy", "include", "variables", "body", "enotify", "environment", "mailbox", "date", "index", "ihave", "duplicate", "mime", "foreverypart", "extracttext"];
if allof (header :contains "subject" "all", not duplicate) { fileinto :copy :create :flags "\\Seen" "All"; }
keep;
