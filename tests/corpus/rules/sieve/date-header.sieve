require ["date", "relational", "fileinto"];
if date :value "lt" :zone "+0900" "date" "year" "2020" { fileinto "Old"; }
