require ["relational", "comparator-i;ascii-numeric", "fileinto"];
if header :count "gt" :comparator "i;ascii-numeric" ["to", "cc"] "10" { fileinto "Bulk"; }
