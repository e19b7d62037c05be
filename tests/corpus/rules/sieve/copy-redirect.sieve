require "copy";
if address :is "from" "boss@example.com" { redirect :copy "phone@example.com"; }
