keep;
redirect "copy@example.net";
