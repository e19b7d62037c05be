require ["environment", "variables", "fileinto"];
if environment :is "location" "MS" { fileinto "Local"; }
if environment :matches "domain" "*" { set "domain" "${1}"; }
