require ["enotify", "variables"];
set :encodeurl "body" "a b&c";
notify "mailto:me@example.jp?body=${body}";
