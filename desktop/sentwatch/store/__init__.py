"""The local ledger (SQLite) and the settings file."""
