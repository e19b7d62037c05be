if header :contains :comparator "i;octet" "subject" "MAKE MONEY FAST" { discard; }
