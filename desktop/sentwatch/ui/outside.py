"""Opens a page in the user's browser: https only, and nothing that a stranger could have slipped in."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_outside(address: str) -> bool:
    """Open an https page; False where it is none, or where no browser could be started."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme() != "https" or not url.host() or url.userInfo():
        return False
    return QDesktopServices.openUrl(url)
