"""The languages rules are written in: text or bytes in, RuleSet out; nothing here raises on what strangers wrote."""
