require ["variables", "fileinto", "relational", "comparator-i;ascii-numeric"];
set "score" "0";
if header :contains "subject" "free" { set "score" "1"; }
if string :value "gt" :comparator "i;ascii-numeric" "${score}" "0" { fileinto "Ads"; }
