require ["imap4flags", "variables", "relational", "comparator-i;ascii-numeric"];
addflag "mine" ["a", "b"];
if hasflag :count "ge" :comparator "i;ascii-numeric" "mine" "2" { stop; }
