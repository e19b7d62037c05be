require "copy";
# rule:[Assistant]
if header :contains "subject" "report" { redirect :copy "assistant@example.co.jp"; }
