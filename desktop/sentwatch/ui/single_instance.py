"""One window for one data folder: a second start shows the first one and leaves."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from sentwatch.adapters.file_lock import WINDOW_LOCK

_ANSWER_MS: Final = 2_000
_TRIES_S: Final = 8.0
"""How long a second start waits for the first one to listen: it may be just starting, or ending."""
_MAX_BYTES: Final = 64
_SHOW: Final = b"show\n"
_SHOWN: Final = b"shown\n"


class SingleInstance(QObject):
    """`take` says whether we are the first; then `shown` is emitted each time another start asks for the window."""

    shown = Signal()

    def __init__(self, folder: Path, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        # A local socket's name is global on Windows and short everywhere: the folder decides, hashed.
        self._name = "sentwatch-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:24]
        self._lock = QLockFile(str(folder / WINDOW_LOCK))
        # A lock is stale when its process is gone, however young; never by its age alone.
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def take(self) -> bool:
        """Be the first, or have the first show its window."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        until = time.monotonic() + _TRIES_S
        while not self._lock.tryLock(0):
            if self._lock.error() is not QLockFile.LockError.LockFailedError:
                # Where the folder cannot be written the store will say so; a window is better than none.
                return True
            if self._ask() or time.monotonic() >= until:
                return False
        # Whatever a killed process left behind is ours to remove: we hold the lock.
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        """Let another start be the first."""
        self._server.close()
        self._lock.unlock()

    def _ask(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_ANSWER_MS):
            time.sleep(0.1)
            return False
        socket.write(_SHOW)
        socket.flush()
        answered = socket.waitForReadyRead(_ANSWER_MS) and socket.read(_MAX_BYTES).data() == _SHOWN
        socket.disconnectFromServer()
        return answered

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            if socket.bytesAvailable():
                self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.read(_MAX_BYTES).data() == _SHOW:
            self.shown.emit()
            socket.write(_SHOWN)
            socket.flush()
        socket.disconnectFromServer()
