"""The pages, and room above them for one thing at a time: the assistant, or mail in files (which can be dropped)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from sentwatch.ui.widgets.frames import lay_out_now

if TYPE_CHECKING:
    from sentwatch.core.accounts import Account
    from sentwatch.texts.words import Words
    from sentwatch.ui.assistant.assistant import Assistant
    from sentwatch.ui.files.files_view import FilesView
    from sentwatch.ui.pages.page import PageContext


_MOST_DROPPED: Final = 20
"""So many files or folders are looked at after one drop; the rest is most likely dropped by mistake."""


class Above(QStackedWidget):
    """`closed` carries what is to be shown then: a FindingRef, the name of a page, or nothing.

    `dropped` carries the paths of files and folders.
    """

    closed = Signal(object)
    dropped = Signal(object)

    def __init__(self, pages: QWidget, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: Assistant | FilesView | None = None
        self._keys: tuple[QShortcut, ...] = ()
        self._is_wide = False
        self.addWidget(pages)
        self.setAcceptDrops(True)

    @property
    def view(self) -> Assistant | FilesView | None:
        """What fills the window now."""
        return self._view

    def silence(self, keys: Iterable[QShortcut]) -> None:
        """Name the keys that belong to the pages and rest while something is above them."""
        self._keys = tuple(keys)

    def open_assistant(self, context: PageContext, words: Words, *, account: Account | None = None) -> None:
        """Lead to a new account, or to one that is signed in to anew."""
        from sentwatch.ui.assistant.assistant import Assistant

        if self._view is not None:
            return
        made = Assistant(context, words, account=account, parent=self)
        made.files_wanted.connect(lambda: self.open_files(context, words))
        self._open(made)

    def open_files(self, context: PageContext, words: Words, *, paths: tuple[str, ...] = ()) -> None:
        """Look at mail in files; what is dropped onto a view that is open already is looked at there."""
        from sentwatch.ui.files.files_view import FilesView

        if self._view is None:
            self._open(FilesView(context, words, parent=self))
        if paths and isinstance(self._view, FilesView):
            self._view.look_at(paths)

    def say(self, words: Words) -> None:
        """Say what is above in these words."""
        if self._view is not None:
            self._view.say(words)

    def set_wide(self, *, is_wide: bool) -> None:
        """Use the room: `is_wide` from about a thousand pixels of page width."""
        self._is_wide = is_wide
        if self._view is not None:
            self._view.set_wide(is_wide=is_wide)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files can be dropped, unless the assistant is open."""
        from sentwatch.ui.assistant.assistant import Assistant

        if _paths(event.mimeData()) and not isinstance(self._view, Assistant):
            # A copy always: a file manager would move what it believes to be taken.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(_paths(event.mimeData()))

    def _open(self, view: Assistant | FilesView) -> None:
        self._view = view
        for key in self._keys:
            key.setEnabled(False)
        view.set_wide(is_wide=self._is_wide)
        view.closed.connect(self._close)
        self.addWidget(view)
        self.setCurrentWidget(view)
        lay_out_now()
        view.begin()

    def _close(self, what: object) -> None:
        view, self._view = self._view, None
        if view is None:
            return
        self.setCurrentIndex(0)
        self.removeWidget(view)
        view.hide()
        view.deleteLater()
        for key in self._keys:
            key.setEnabled(True)
        self.closed.emit(what)


def _paths(data: QMimeData) -> tuple[str, ...]:
    """The files and folders of this computer among what is dragged."""
    return tuple(url.toLocalFile() for url in data.urls()[:_MOST_DROPPED] if url.isLocalFile())
