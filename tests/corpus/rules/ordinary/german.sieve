require ["fileinto", "vacation", "imap4flags", "reject"];
# rule:[Rundbriefe]
if exists "list-unsubscribe" { fileinto "Rundbriefe"; stop; }
# rule:[Rechnungen]
if header :contains "subject" ["Rechnung", "Zahlungserinnerung"] { fileinto "Rechnungen"; }
# rule:[Verein]
if header :contains "list-id" "sportverein" { fileinto "Verein"; }
# rule:[Chefin]
if address :is "from" "chefin@example.co.jp" { setflag "\\Flagged"; keep; }
# rule:[Spamverdacht]
if header :contains "subject" "[SPAM?]" { fileinto "Spamverdacht"; }
# rule:[Urlaub]
vacation :days 3 :subject "Abwesend" "Ich bin bis Montag nicht da.";
# rule:[Zeitung]
if address :domain :is "from" "zeitung.example.de" { fileinto "Zeitung"; }
# rule:[Werbung löschen]
if address :domain :is "from" ["werbung.example.com", "rabatte.example.de"] { discard; }
