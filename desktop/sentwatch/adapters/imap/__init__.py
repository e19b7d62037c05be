"""IMAP, read-only: sign in, look, leave."""

from sentwatch.adapters.imap.door import ImapDoor, ImapMail
from sentwatch.adapters.imap.wire import Limits

__all__ = ["ImapDoor", "ImapMail", "Limits"]
