require ["spamtestplus", "relational", "comparator-i;ascii-numeric", "fileinto"];
if spamtest :value "eq" :comparator "i;ascii-numeric" :percent "0" { keep; } else { fileinto "Junk"; }
