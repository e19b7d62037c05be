require ["envelope", "imap4flags", "fileinto", "reject", "vacation", "relational", "comparator-i;ascii-numeric", "subaddress", "variables", "mailbox", "copy", "include", "date", "regex", "ihave", "editheader"];
### 1. Sieve generated for blocked senders
if address :is "from" ["blocked@example.com"] { fileinto "Trash"; stop; }
### 5. Sieve generated for organise rules
if header :contains ["X-Spam-known-sender"] "yes" { set "read" "${read} known"; }
if not string :is "${stop}" "Y" {
  if anyof( header :contains "list-id" "<dev.example.org>" ) {
    fileinto "INBOX.Lists";
    set "stop" "Y";
  }
}
