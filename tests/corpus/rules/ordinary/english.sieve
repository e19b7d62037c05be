require ["fileinto", "copy", "imap4flags", "vacation", "envelope", "subaddress", "mailbox", "duplicate", "reject", "date", "relational", "body", "variables"];
# rule:[Newsletters]
if anyof (header :contains "list-unsubscribe" "http", address :is "from" "news@shop.example.com") { fileinto "Newsletters"; stop; }
# rule:[Boss]
if address :is "from" "boss@example.co.jp" { addflag "\\Flagged"; fileinto "Boss"; }
# rule:[Team meetings]
if header :contains "subject" "[standup]" { fileinto "Meetings"; }
# rule:[GitHub notifications]
if address :is "from" "notifications@github.com" { fileinto "GitHub"; stop; }
# rule:[Bank statements]
if address :domain :is "from" "bank.example.com" { fileinto "Money/Bank"; }
# rule:[Invoices]
if header :contains "subject" ["invoice", "receipt"] { fileinto "Money/Invoices"; }
# rule:[Flights]
if header :contains "subject" ["itinerary", "boarding pass"] { fileinto "Travel"; }
# rule:[Spam flagged by the host]
if header :is "X-Spam-Flag" "YES" { setflag "\\Seen"; fileinto "Junk"; stop; }
# rule:[Old forum]
if header :contains "list-id" "old-forum.example.org" { discard; stop; }
# rule:[Duplicates]
if duplicate { discard; }
# rule:[To my assistant]
if header :contains "subject" "schedule" { redirect :copy "assistant@example.co.jp"; }
# rule:[Plus addresses]
if envelope :detail :matches "to" "*" { fileinto :create "Plus/${1}"; }
# rule:[Monitoring]
if allof (address :is "from" "nagios@monitor.example.co.jp", header :contains "subject" "alert") { fileinto "Monitoring"; }
# rule:[Backups succeeded]
if allof (address :is "from" "backup@example.co.jp", header :contains "subject" "succeeded") { addflag "\\Seen"; fileinto "Backups"; }
# rule:[Kids' school]
if address :domain :is "from" "school.example.org" { fileinto "School"; keep; }
# rule:[Large mail]
if size :over 20M { fileinto "Large"; }
# rule:[Summer holiday]
if allof (currentdate :value "ge" "date" "2026-08-01", currentdate :value "le" "date" "2026-08-15") { vacation :days 7 :subject "Away" "I am away until 15 August. For urgent matters see https://www.example.co.jp/contact"; }
# rule:[Club]
if header :contains "to" "club@lists.example.org" { fileinto "Club"; }
# rule:[Photos]
if body :contains "shared an album" { fileinto "Photos"; }
# rule:[Social]
if address :domain :is "from" ["facebookmail.com", "linkedin.com"] { addflag "\\Seen"; fileinto "Social"; stop; }
# rule:[Blocked]
if address :is "from" ["pest@example.net", "troll@example.org"] { discard; stop; }
# rule:[Job offers]
if header :contains "subject" "opportunity" { fileinto "Recruiters"; }
# rule:[Read later]
if header :contains "list-id" "longreads" { fileinto "Archive/Reading"; }
# rule:[RSS to mail]
if address :is "from" "rss2email@home.example.co.jp" { fileinto "RSS"; }
# rule:[Ebay]
if address :domain :is "from" "ebay.com" { fileinto "Shopping"; }
# rule:[Too big for us]
if size :over 50M { reject "Please use our file exchange for files of this size."; }
