"""Hands a paper on from the window: saved where somebody wants it, or printed; made in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from sentwatch.core.trouble import Trouble
from sentwatch.ui.presenters.papers import PaperWish

if TYPE_CHECKING:
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.ports.progress import Progress
    from sentwatch.service.export import Paper, Written
    from sentwatch.texts.words import Words
    from sentwatch.ui.session import Session
    from sentwatch.wiring import App


Make: TypeAlias = "Callable[[App, Words], Paper]"
"""Makes the paper, on a working thread."""


class PaperOut(QObject):
    """`saved` carries the path."""

    saved = Signal(object)

    def __init__(self, app: App, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._app = app
        self._session = session
        self._window = parent

    def hand_on(self, wish: PaperWish, name: str, make: Make, words: Words) -> None:
        """Print the paper, or ask where to save it. `name` is the file's proposed name without its ending."""
        if wish is PaperWish.PRINT:
            self._print(make, words)
        else:
            self._ask_where(wish, name, lambda path: self._save(wish, path, make, words))

    def _ask_where(self, wish: PaperWish, name: str, chosen: Callable[[Path], None]) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self._window, "", str(Path(documents) / f"{name}.{wish.value}"))
        dialog.setObjectName("paper-where")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(f"{wish.value.upper()} (*.{wish.value})")
        dialog.setDefaultSuffix(wish.value)
        dialog.selectFile(f"{name}.{wish.value}")
        dialog.fileSelected.connect(lambda path: chosen(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, wish: PaperWish, path: Path, make: Make, words: Words) -> None:
        app = self._app

        def work(_cancel: CancelToken, _progress: Progress) -> Written:
            from sentwatch.service.export import Form, write

            return write(make(app, words), Form(wish.value), path, words=words, printer=app.printer)

        def failed(problem: Exception) -> None:
            if not isinstance(problem, Trouble):
                raise problem
            self._session.troubled.emit(problem, lambda: self._save(wish, path, make, words))

        self._session.background.task(work).then(lambda done: self.saved.emit(done.path), failed=failed).start()

    def _print(self, make: Make, words: Words) -> None:
        app = self._app

        def work(_cancel: CancelToken, _progress: Progress) -> tuple[str, str, str]:
            from sentwatch.service.export import preview

            paper = make(app, words)
            return preview(paper), paper.page.title, paper.page.foot

        def failed(problem: Exception) -> None:
            if not isinstance(problem, Trouble):
                raise problem
            self._session.troubled.emit(problem, lambda: self._print(make, words))

        self._session.background.task(work).then(
            lambda made: self._ask_printer(*made, words.lang), failed=failed
        ).start()

    def _ask_printer(self, html: str, title: str, foot: str, lang: str) -> None:
        from PySide6.QtPrintSupport import QPrintDialog

        from sentwatch.ui.paper import new_printer, print_on

        printer = new_printer(title)
        dialog = QPrintDialog(printer, self._window)
        dialog.setObjectName("paper-printer")
        dialog.accepted.connect(lambda: print_on(printer, html, lang=lang, foot=foot))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(True)
        dialog.show()
