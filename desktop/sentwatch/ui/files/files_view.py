"""Mail in files fills the window: choose or drop it, watch it being read, read what was found; nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress, Step
from sentwatch.texts.words import Words
from sentwatch.ui.files.files_found import FilesFound
from sentwatch.ui.files.files_start import FilesStart
from sentwatch.ui.one_task import OneTask
from sentwatch.ui.presenters.files import FilesView as FilesWords
from sentwatch.ui.presenters.files import files, name_of
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.progress import ProgressView, progress
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.frames import Card, Scroll, column, lay_out_now, row
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.reading_order import follow_reading_order
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.ui.pages.page import PageContext
    from sentwatch.wiring import FilesLook


class FilesView(QWidget):
    """`closed` carries nothing: afterwards the window is where it was."""

    closed = Signal(object)

    def __init__(self, context: PageContext, words: Words, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("files")
        self.setProperty("ground", "background")
        # What had the focus is gone when something was found; the keys for scrolling then still work.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._context = context
        self._theme = context.theme
        self._words = words
        self._view: FilesWords = files(words)
        self._task = OneTask(context.session.background)
        self._path: str | None = None
        self._failed: str | None = None
        self._waiting: tuple[str, ...] = ()
        self._looks: list[FilesLook] = []
        self._step: Step | None = None
        self._trouble: Trouble | None = None
        self._is_closed = False
        self._build()
        self.say(words)

    def _build(self) -> None:
        theme = self._theme
        self._sentence = Prose(role="title", parent=self)
        self._detail = Prose(role="muted", parent=self)
        self.close_button = Button(theme, "files-close", parent=self)
        self.close_button.clicked.connect(self.close_now)
        self.other = Button(theme, "files-other", icon="folder", parent=self)
        self.other.clicked.connect(self._start_anew)
        head = row(gap=8)
        head.setContentsMargins(SPACE_AROUND, SPACE_AROUND, SPACE_AROUND, SPACE_BETWEEN)
        told = QWidget(self)
        beside = column(told, gap=4)
        beside.addWidget(self._sentence)
        beside.addWidget(self._detail)
        head.addWidget(told, 1)
        head.addWidget(self.other, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        content = QWidget()
        self._scroll = Scroll(content, parent=self)
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        self.trouble = TroublePanel(theme, "files-trouble")
        self.trouble.retried.connect(self._again)
        self.reading = Card()
        self.progress = ProgressRow(theme, "files-progress", self._task.cancel)
        inside = column(self.reading, gap=0)
        inside.setContentsMargins(20, 16, 16, 16)
        inside.addWidget(self.progress)
        self.start = FilesStart(theme)
        self.start.file.clicked.connect(self._choose_file)
        self.start.folder.clicked.connect(self._choose_folder)
        self.found = FilesFound(theme, self._context.session.background)
        self.found.address_given.connect(self._look_for)
        self.found.chosen.connect(self._show_look)
        for widget in (self.trouble, self.reading, self.start, self.found):
            lines.addWidget(widget)
        lines.addStretch(1)
        both = column(self, gap=0)
        both.addLayout(head)
        both.addWidget(self._scroll, 1)

    def begin(self) -> None:
        """Somebody sees it now."""
        self.start.file.setFocus()
        self._show()

    def look_at(self, paths: tuple[str, ...]) -> None:
        """Look at these, one after the other."""
        self._forget()
        self._waiting = paths
        self._next()

    def say(self, words: Words) -> None:
        """Say everything in these words."""
        self._words = words
        self._view = files(words)
        self.start.say(self._view)
        self.progress.say(self._view.cancel)
        self.close_button.say(self._view.close)
        self.other.say(self._view.other)
        self.found.say(self._view, words)
        self._show()

    def set_wide(self, *, is_wide: bool) -> None:
        """Use the room."""
        self.found.set_wide(is_wide=is_wide)

    def close_now(self) -> None:
        """Leave; what was seen is forgotten."""
        if self._is_closed:
            return
        self._is_closed = True
        self._forget()
        self.closed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops what is being read, or leaves."""
        if event.key() == Qt.Key.Key_Escape:
            if self._task.is_busy:
                self._task.cancel()
            else:
                self.close_now()
        elif not self._scroll.scroll_by_key(event):
            super().keyPressEvent(event)

    def _next(self) -> None:
        if not self._waiting:
            return
        self._path, self._waiting = self._waiting[0], self._waiting[1:]
        self._look(None)

    def _look(self, address: str | None) -> None:
        app, path = self._context.app, self._path
        assert path is not None
        self._step = None

        def work(cancel: CancelToken, tell: Progress) -> FilesLook:
            return app.look_at_files(path, address=address, progress=tell, cancel=cancel)

        self._task.run(work, done=self._take, failed=self._fail, cancelled=self._stopped, progressed=self._progressed)
        self._show()

    def _take(self, look: FilesLook) -> None:
        from sentwatch.core.report import troubles_of

        troubles = troubles_of(look.look.report)
        if look.look.history is None and troubles:
            look.close()
            self._fail(troubles[0])
            return
        kept = [one for one in self._looks if one.path != look.path]
        for old in self._looks:
            if old.path == look.path:
                old.close()
        self._looks = [*kept, look]
        self._show_look(look)
        self._next()

    def _show_look(self, look: object) -> None:
        from sentwatch.wiring import FilesLook

        assert isinstance(look, FilesLook)
        self._path = look.path
        self.found.show_look(look, tuple(self._looks), now=self._context.session.actions.now())
        self._show()
        self._scroll.verticalScrollBar().setValue(0)
        self.setFocus()

    def _fail(self, problem: Trouble) -> None:
        # Of several that were dropped, one that cannot be read stays said beside what was found in the others.
        self._trouble, self._failed = problem, self._path
        self._show()
        self._next()

    def _stopped(self) -> None:
        self._waiting = ()
        self._show()

    def _progressed(self, step: Step) -> None:
        self._step = step
        self.progress.show_view(self._progress())

    def _look_for(self, address: str) -> None:
        self._trouble = None
        self._look(address)

    def _again(self) -> None:
        if self._failed is not None:
            self._path, self._trouble = self._failed, None
            self._look(None)

    def _start_anew(self) -> None:
        self._forget()
        self._show()
        self.start.file.setFocus()

    def _forget(self) -> None:
        self._task.drop()
        self.found.forget()
        for look in self._looks:
            look.close()
        self._looks = []
        self._path = self._failed = self._trouble = self._step = None
        self._waiting = ()

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, self._view.drop, "", f"{self._view.file_filter} (*)")
        if chosen:
            self.look_at((chosen,))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self._view.drop)
        if chosen:
            self.look_at((chosen,))

    def _progress(self) -> ProgressView:
        name = name_of(self._path or "")
        if self._step is None:
            return ProgressView(what=name, detail="", share=None)
        shown = progress(self._step, self._words)
        # Bytes mean nothing to people; the share and the time left do.
        return ProgressView(what=f"{shown.what}: {name}", detail=shown.detail, share=shown.share)

    def _header(self) -> HeaderView:
        found = self.found.header
        return found if found is not None and not self._task.is_busy else self._view.header

    def _show(self) -> None:
        is_busy, has_found = self._task.is_busy, self.found.header is not None
        header = self._header()
        self._sentence.setText(header.sentence)
        self._detail.setText(header.detail)
        self.trouble.setVisible(self._trouble is not None and not is_busy)
        if self._trouble is not None:
            self.trouble.show_view(trouble_view(self._trouble, self._words))
        self.reading.setVisible(is_busy)
        if is_busy:
            self.progress.show_view(self._progress())
        self.start.setVisible(not is_busy and not has_found)
        self.found.setVisible(not is_busy and has_found)
        self.other.setVisible(not is_busy and has_found)
        follow_reading_order(self)
        lay_out_now()
