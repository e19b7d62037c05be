"""The data on this computer: where it lies, the log, taking settings along, and removing everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from sentwatch.core.trouble import Trouble
from sentwatch.ui.presenters.settings import DataView
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Card, Rule, column, row
from sentwatch.ui.widgets.text import PlainLabel, Prose

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sentwatch.service.data import ImportPreview
    from sentwatch.service.purge import Purged, PurgePlan
    from sentwatch.texts.words import Words
    from sentwatch.ui.pages.page import PageContext


class DataCard(Card):
    """Each button does one thing; what takes time goes on beside the window."""

    def __init__(self, context: PageContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("settings-data")
        self._theme = context.theme
        self._session = context.session
        self._app = context.app
        self._words: Words | None = None
        self._view: DataView | None = None
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        self._title = PlainLabel(role="strong", parent=self)
        self._folder = Prose(parent=self)
        self._place = Prose(role="muted", parent=self)
        self.open_folder = self._button("data-open-folder", "folder", self._open)
        self.log = self._button("data-log", None, self.show_log)
        self._export = Prose(role="muted", parent=self)
        self.export = self._button("data-export", None, self._ask_where)
        self._bring_in = Prose(role="muted", parent=self)
        self.bring_in = self._button("data-import", None, self._ask_which)
        self._purge = Prose(role="muted", parent=self)
        self.purge = self._button("data-purge", None, self._list)
        lines.addWidget(self._title)
        where = QWidget(self)
        told = column(where, gap=2)
        told.addWidget(self._folder)
        told.addWidget(self._place)
        lines.addWidget(where)
        buttons = row(gap=SPACE_INSIDE)
        buttons.addWidget(self.open_folder)
        buttons.addWidget(self.log)
        buttons.addStretch(1)
        lines.addLayout(buttons)
        for text, button in ((self._export, self.export), (self._bring_in, self.bring_in), (self._purge, self.purge)):
            lines.addWidget(Rule())
            line = row(gap=SPACE_BETWEEN)
            line.addWidget(text, 1)
            line.addWidget(button)
            lines.addLayout(line)

    def show_view(self, view: DataView, words: Words) -> None:
        """Paint it."""
        self._view, self._words = view, words
        for label, text in (
            (self._title, view.title), (self._folder, view.folder), (self._place, view.place),
            (self._export, view.export_detail), (self._bring_in, view.bring_in_detail),
            (self._purge, view.purge_detail),
        ):  # fmt: skip
            label.setText(text)
        for button, text in (
            (self.open_folder, view.open_folder), (self.log, view.log), (self.export, view.export),
            (self.bring_in, view.bring_in), (self.purge, view.purge),
        ):  # fmt: skip
            button.say(text)

    def show_log(self) -> None:
        """Show what was logged; it can be saved as it is shown."""
        self._do(self._app.log_text, self._show_log)

    def export_to(self, path: Path) -> None:
        """Write what can be taken along."""
        mover = self._app.data_mover
        self._do(lambda: mover.export(path, over=True), lambda _done: self._say_written(path))

    def read(self, path: Path) -> None:
        """Show what a file would change."""
        mover = self._app.data_mover
        self._do(lambda: mover.preview(path), self._show_preview)

    def _button(self, name: str, icon: str | None, act: Callable[[], None]) -> Button:
        made = Button(self._theme, name, icon=icon, parent=self, kind=Kind.PLAIN)
        made.clicked.connect(act)
        return made

    def _do(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Files are read and written beside the window; a Trouble is told, and the same can be tried again."""

        def failed(problem: Exception) -> None:
            if not isinstance(problem, Trouble):
                raise problem
            self._session.troubled.emit(problem, lambda: self._do(work, done))

        self._session.background.task(lambda _c, _p: work()).then(done, failed=failed).start()

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._app.data_dir)))

    def _show_log(self, text: str) -> None:
        from sentwatch.ui.dialogs.log import LogDialog
        from sentwatch.ui.presenters.data import log_view

        if self._words is not None:
            dialog = LogDialog(self._theme, log_view(text, self._words), parent=self)
            dialog.save_wanted.connect(lambda path: self._save_log(path, text))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _save_log(self, path: Path, text: str) -> None:
        app = self._app
        self._do(lambda: app.save_private(path, text), lambda _done: self._say_written(path))

    def _ask_where(self) -> None:
        from sentwatch.ui.file_choice import place_to_save

        if self._view is not None:
            path = place_to_save(self, self._view.export, "sentwatch-settings.json", "JSON (*.json)")
            if path is not None:
                self.export_to(path)

    def _ask_which(self) -> None:
        from sentwatch.ui.file_choice import file_to_open

        if self._view is not None:
            path = file_to_open(self, self._view.bring_in, "JSON (*.json)")
            if path is not None:
                self.read(path)

    def _show_preview(self, preview: ImportPreview) -> None:
        from sentwatch.ui.dialogs.listing import ListingDialog
        from sentwatch.ui.presenters.data import preview_view

        if self._words is None:
            return
        dialog = ListingDialog(self._theme, "import", preview_view(preview, self._words), parent=self)
        dialog.accepted.connect(lambda: self._take_in(preview))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_in(self, preview: ImportPreview) -> None:
        mover = self._app.data_mover

        def done(_done: object) -> None:
            self._session.settings_changed.emit()
            self._session.load()

        self._do(lambda: mover.take_in(preview), done)

    def _list(self) -> None:
        purge = self._app.purge
        self._do(purge.plan, self._show_plan)

    def _show_plan(self, plan: PurgePlan) -> None:
        from sentwatch.ui.dialogs.listing import ListingDialog
        from sentwatch.ui.presenters.data import plan_view

        if self._words is None:
            return
        dialog = ListingDialog(self._theme, "purge", plan_view(plan, self._words), parent=self)
        dialog.accepted.connect(lambda: self._delete(plan))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _delete(self, plan: PurgePlan) -> None:
        session, purge = self._session, self._app.purge

        def work() -> Purged:
            session.actions.end_watching()
            return purge.run(plan)

        self._do(work, self._tell_purged)

    def _tell_purged(self, left: Purged) -> None:
        from sentwatch.ui.dialogs.listing import ListingDialog
        from sentwatch.ui.presenters.data import purged_view

        if self._words is None:
            return
        dialog = ListingDialog(self._theme, "purged", purged_view(left, self._words), parent=self)
        dialog.finished.connect(dialog.deleteLater)
        if left.is_clean:
            dialog.finished.connect(self._session.data_gone)
        dialog.open()

    def _say_written(self, path: Path) -> None:
        from sentwatch.ui.dialogs.listing import ListingDialog
        from sentwatch.ui.presenters.data import written_view

        if self._words is not None:
            dialog = ListingDialog(self._theme, "written", written_view(str(path), self._words), parent=self)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
