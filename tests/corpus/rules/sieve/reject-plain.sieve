require "reject";
if header :contains "from" "annoying@example.com" { reject "I do not read this."; }
