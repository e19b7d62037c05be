require ["fileinto", "vacation"];
# filing
if header :contains "from" "club@example.org" { fileinto "Club"; }
# away
vacation :days 2 :handle "a" "Away.";
