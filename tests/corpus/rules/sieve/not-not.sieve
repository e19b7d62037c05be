require "fileinto";
if not not header :contains "subject" "twice" { fileinto "Twice"; }
