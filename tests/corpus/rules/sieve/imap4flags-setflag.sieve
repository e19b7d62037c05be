require "imap4flags";
if header :contains "from" "boss" { setflag "\\Flagged"; }
