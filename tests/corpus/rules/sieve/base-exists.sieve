if not exists ["from", "date"] { discard; }
