"""Copies a secret and takes it back from the clipboard after a while, and at the end of the program."""

from __future__ import annotations

import hashlib
import os
from typing import Final

from PySide6.QtCore import QByteArray, QCoreApplication, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication

CLEAR_AFTER_S: Final = 45
"""Long enough to change to the browser and paste; KeePassXC takes 10 s, KeePass 12, which hurries people."""

_HINTS: Final = (
    # KDE Klipper: keep it out of the history.
    ("x-kde-passwordManagerHint", b"secret"),
    # nspasteboard.org: what clipboard programs of macOS agreed on.
    ('application/x-qt-macos-mime;value="org.nspasteboard.ConcealedType"', b"1"),
    # Windows: no clipboard history and no cloud (learn.microsoft.com, "Clipboard Formats"; a DWORD of 0).
    ('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"1"),
    ('application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"', bytes(4)),
)


class SecretClipboard(QObject):
    """Remembers no secret: only a salted hash tells whether the clipboard still holds what was put there.

    `ended` comes when the clipboard was cleared, or left alone because somebody else had put something there.
    """

    ended = Signal()

    def __init__(self, parent: QObject | None = None, *, clear_after_s: float = CLEAR_AFTER_S) -> None:
        super().__init__(parent)
        self._salt = os.urandom(16)
        self._mark: bytes | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(clear_after_s * 1000))
        self._timer.timeout.connect(self.clear)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.clear)

    @property
    def holds_ours(self) -> bool:
        """Whether something of ours is to be cleared yet."""
        return self._mark is not None

    @property
    def clear_after_s(self) -> float:
        """After how many seconds it is cleared."""
        return self._timer.interval() / 1000

    def copy(self, secret: str) -> None:
        """Put it on the clipboard, marked as a secret."""
        data = QMimeData()
        data.setText(secret)
        for form, value in _HINTS:
            data.setData(form, QByteArray(value))
        QGuiApplication.clipboard().setMimeData(data)
        self._mark = self._marked(secret)
        self._timer.start()

    def clear(self) -> None:
        """Take back what is still ours; what others have put there since then stays."""
        if self._mark is None:
            return
        self._timer.stop()
        mark, self._mark = self._mark, None
        clipboard = QGuiApplication.clipboard()
        if not self._is_elsewhere(clipboard) and self._marked(clipboard.text()) == mark:
            clipboard.clear()
        self.ended.emit()

    def _marked(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self._salt).digest()

    @staticmethod
    def _is_elsewhere(clipboard: QClipboard) -> bool:
        """Whether another program owns the clipboard for certain: asking it for its text might take seconds on X11."""
        return QGuiApplication.platformName() == "xcb" and not clipboard.ownsClipboard()
