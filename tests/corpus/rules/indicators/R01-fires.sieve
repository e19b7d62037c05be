require "copy";
# rule:[Copy for later]
if header :contains "subject" "report" { redirect :copy "collector@mailhub.example"; }
