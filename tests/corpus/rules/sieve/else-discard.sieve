if address :domain :is "from" ["example.jp", "example.com"] { keep; } else { discard; }
