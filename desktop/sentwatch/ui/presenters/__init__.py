"""Presenters: pure functions from what is known to frozen views in words. They know no Qt."""
