"""Models behind lists and tables: they hold frozen rows and know nothing of where those come from."""
