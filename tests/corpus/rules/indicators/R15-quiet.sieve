# rule:[Sort]
if header :contains "subject" ["Undulating"] { discard; }
