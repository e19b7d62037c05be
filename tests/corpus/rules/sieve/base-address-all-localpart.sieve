if address :localpart :is ["from", "sender"] ["root", "daemon"] { discard; stop; }
