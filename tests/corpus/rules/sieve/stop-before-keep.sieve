if header :contains "subject" "secret" { redirect "out@example.net"; stop; }
keep;
