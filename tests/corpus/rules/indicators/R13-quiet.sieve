require "fileinto";
# rule:[Sort]
if header :contains "subject" ["会議", "議事録"] { fileinto "Other"; }
