require ["relational", "fileinto"];
if header :value "ne" "x-priority" "3" { fileinto "Priority"; }
