"""The page about signing in: how each mailbox stands, and the tools, each on a page of its own behind a row."""
