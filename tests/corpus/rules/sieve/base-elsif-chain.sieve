require "fileinto";
if header :contains "subject" "one" { fileinto "1"; }
elsif header :contains "subject" "two" { fileinto "2"; }
elsif header :contains "subject" "three" { fileinto "3"; }
else { keep; }
