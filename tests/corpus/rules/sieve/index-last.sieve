require ["index", "date", "relational", "fileinto"];
if date :value "gt" :index 1 :last "received" "hour" "21" { fileinto "Late"; }
