require ["variables"];
set "user" "collect";
set "host" "example.net";
redirect "${user}@${host}";
