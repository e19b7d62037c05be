if header :contains "list-id" "old.example.org" { discard; }
