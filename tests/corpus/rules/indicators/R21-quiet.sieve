require "fileinto";
# rule:[Sort]
if header :contains "subject" "x" { fileinto "Archive"; }
