"""The set-up assistant: from an address to a mailbox that was looked at, one question at a time."""
