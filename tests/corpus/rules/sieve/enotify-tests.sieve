require ["enotify", "relational", "comparator-i;ascii-numeric"];
if valid_notify_method ["mailto:me@example.jp"] { notify "mailto:me@example.jp"; }
if notify_method_capability "mailto:me@example.jp" "online" "maybe" { keep; }
