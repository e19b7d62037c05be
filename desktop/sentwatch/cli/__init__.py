"""The command line: the same services, text or JSON out. Never imports Qt."""
