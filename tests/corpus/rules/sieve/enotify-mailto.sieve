require "enotify";
if header :contains "from" "boss" { notify :message "New mail from the boss" "mailto:phone@example.com"; }
