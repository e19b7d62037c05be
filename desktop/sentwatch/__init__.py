"""Sentwatch tells people, within seconds, that somebody else is using their mailbox."""

__version__ = "0.1.0"
