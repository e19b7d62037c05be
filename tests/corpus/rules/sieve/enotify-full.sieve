require ["enotify", "variables"];
if header :matches "subject" "*" { set "subject" "${1}"; }
notify :from "me@example.jp" :importance "1" :options ["a=b"] :message "${subject}" "mailto:sms@example.net?subject=hi";
