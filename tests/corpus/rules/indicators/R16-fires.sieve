require "fileinto";
# rule:[Sort]
if header :contains "subject" "RE:" { fileinto "Archive"; }
