require ["variables", "copy"];
set "to" "day@example.com";
if header :contains "subject" "night" { set "to" "night@example.com"; }
redirect :copy "${to}";
