require ["date", "relational", "variables", "fileinto"];
if currentdate :matches "year" "*" { set "year" "${1}"; }
if currentdate :zone "+0900" :value "ge" "hour" "20" { fileinto "Night ${year}"; }
