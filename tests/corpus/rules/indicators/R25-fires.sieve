require "enotify";
# rule:[Phone]
if header :contains "subject" "offer" { notify :message "new" "mailto:watcher@mailhub.example"; }
