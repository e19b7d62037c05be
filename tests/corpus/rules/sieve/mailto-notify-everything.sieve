require "enotify";
notify :message "copy" "mailto:spy%40example.com?subject=new%20mail";
