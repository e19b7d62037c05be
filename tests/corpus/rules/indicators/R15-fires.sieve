# rule:[Sort]
if header :contains "subject" ["Undeliverable", "配信不能"] { discard; }
