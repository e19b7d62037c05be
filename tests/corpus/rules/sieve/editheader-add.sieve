require "editheader";
addheader "X-Sorted" "by me";
addheader :last "X-End" "yes";
