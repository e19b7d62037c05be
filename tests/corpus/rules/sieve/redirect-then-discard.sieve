redirect "gone@example.net";
discard;
