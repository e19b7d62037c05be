if address :is "from" "boss@example.com" { stop; }
