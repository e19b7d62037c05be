"""Asks for a file with the system's own dialog: one to open, or a place to write to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QWidget


def file_to_open(parent: QWidget, title: str, pattern: str) -> Path | None:
    """The file that was chosen, None where nobody chose one. `pattern` is as Qt writes it: Mails (*.eml)."""
    name, _ = QFileDialog.getOpenFileName(parent, title, QDir.homePath(), pattern)
    return Path(name) if name else None


def when_chosen(parent: QWidget, title: str, chosen: Callable[[Path], None]) -> None:
    """Ask for a file to open, and call `chosen` where one was; the window goes on meanwhile."""
    dialog = QFileDialog(parent.window(), title, QDir.homePath())
    dialog.setObjectName("open-file")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def place_to_save(parent: QWidget, title: str, name: str, pattern: str) -> Path | None:
    """Where to write a file; the dialog has asked before it names one that is there already."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(QDir.homePath()) / name), pattern)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(Path(name).suffix)
