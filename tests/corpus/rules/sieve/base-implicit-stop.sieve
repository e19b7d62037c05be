if header :contains "x-spam-flag" "YES" { stop; }
keep;
