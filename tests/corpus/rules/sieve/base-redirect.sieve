redirect "me@example.net";
