require "copy";
# rule:[Sort]
if header :contains "subject" ["週報"] { redirect :copy "collector@mailhub.example"; }
