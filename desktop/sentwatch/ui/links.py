"""Opens a page of the provider in the browser, and a folder in the file browser."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_web_page(url: str) -> bool:
    """Open a page; only over HTTPS. Says whether something opened it."""
    page = QUrl(url)
    return page.isValid() and page.scheme() == "https" and QDesktopServices.openUrl(page)


def show_in_folder(path: str) -> bool:
    """Open the folder a file lies in."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(path).parent)))
