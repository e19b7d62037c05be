if header :contains "from" "" { discard; }
