"""The authenticator workbench: entries are read from pictures, exports and addresses, audited, compared and moved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from sentwatch.core.otp.troubles import OTP_PASSWORD_NEEDED, OTP_PASSWORD_WRONG
from sentwatch.core.otp.uri import is_otp_uri
from sentwatch.service.left_files import LeftKind
from sentwatch.ui.file_choice import when_chosen
from sentwatch.ui.pages.sign_in.clock_card import ClockCard
from sentwatch.ui.pages.sign_in.kept_card import KeptCard
from sentwatch.ui.pages.sign_in.otp_list import OtpList
from sentwatch.ui.pages.sign_in.screen_area import can_see_the_screen, pick_area
from sentwatch.ui.pages.sign_in.sub_page import SubPage
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.progress import ProgressView
from sentwatch.ui.presenters.sign_in_codes import WorkbenchView, workbench
from sentwatch.ui.presenters.states import TroubleView
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.secret_row import SecretRow
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentwatch.core.trouble import Trouble
    from sentwatch.ports.otp_sources import OtpSource
    from sentwatch.service.authenticator import Audited, Handed
    from sentwatch.texts.words import Words
    from sentwatch.ui.background import Task
    from sentwatch.ui.pages.sign_in.bench import Bench

MAX_TEXT: Final = 256 * 1024
MOST_FILES: Final = 10


class AuthenticatorPage(SubPage):
    """What is read lives as long as the page is open."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "authenticator")
        self.setAcceptDrops(True)
        self._view: WorkbenchView | None = None
        self._handed: tuple[Handed, ...] = ()
        self._trouble: Trouble | None = None
        self._said: str = ""
        self._locked: Callable[[str], None] | None = None
        self._task: Task[tuple[Handed, Audited]] | None = None
        self._waiting: tuple[Path, ...] = ()
        self._read_card = read = self.card("authenticator-read")
        self._intro = Prose(role="muted")
        read.add(self._intro)
        self.file = Button(self.theme, "authenticator-file", kind=Kind.PRIMARY, icon="file")
        self.file.clicked.connect(self._choose)
        self.paste = Button(self.theme, "authenticator-paste", icon="paste")
        self.paste.clicked.connect(self._paste)
        self.screen_button = Button(self.theme, "authenticator-screen", icon="screen")
        self.screen_button.clicked.connect(self._from_screen)
        buttons = row(gap=SPACE_INSIDE)
        for button in (self.file, self.paste, self.screen_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        read.lines.addLayout(buttons)
        self.trouble = TroublePanel(self.theme, "authenticator-trouble")
        read.add(self.trouble)
        self.progress = ProgressRow(self.theme, "authenticator-progress", self._cancel)
        read.add(self.progress)
        self._asking = QWidget()
        asked = column(self._asking, gap=SPACE_INSIDE)
        self.password = SecretRow(self.theme, "authenticator-password")
        self.password.field.returnPressed.connect(self._open_locked)
        self.open_it = Button(self.theme, "authenticator-open", kind=Kind.PRIMARY)
        self.open_it.clicked.connect(self._open_locked)
        asked.addWidget(self.password)
        asked.addWidget(self.open_it)
        read.add(self._asking)
        typing = QWidget()
        typed = column(typing, gap=SPACE_INSIDE)
        typed.setContentsMargins(28, 4, 0, 4)
        self.address = SecretRow(self.theme, "authenticator-address")
        self.address.field.returnPressed.connect(self._add_typed)
        self.add = Button(self.theme, "authenticator-add", icon="plus")
        self.add.clicked.connect(self._add_typed)
        typed.addWidget(self.address)
        typed.addWidget(self.add)
        self.typing = Fold(self.theme, "authenticator-typing", typing)
        read.add(self.typing)
        self.list = OtpList(bench, "authenticator-list")
        self.list.forgotten.connect(self._forget_read)
        self.kept = KeptCard(bench, "authenticator-kept")
        self.kept.changed.connect(self.telling_wanted)
        self.clock = ClockCard(bench, "authenticator-clock")
        self.clock.changed.connect(self.telling_wanted)
        for card in (self.list, self.kept, self.clock):
            self.lines.addWidget(card)
        self.lines.addStretch(1)

    def left(self) -> None:
        """Forget every secret that was read or typed."""
        super().left()
        self._cancel()
        self._forget_read()
        self._trouble, self._said, self._locked = None, "", None
        self.password.forget()
        self.address.forget()
        self.kept.hide_codes()
        self.clock.forget()

    def tell(self, words: Words) -> HeaderView:
        """Paint what was read and what is kept."""
        self.say_back(words)
        view = self._view = workbench(words)
        self._read_card.say(view.read_heading)
        self._intro.setText(view.read_intro)
        self.file.say(view.file)
        self.paste.say(view.paste)
        self.screen_button.say(view.screen)
        self.typing.say(view.type_it)
        self.address.say_secret(view.address, view.address_hint, show=view.show, hide=view.hide)
        self.add.say(view.add)
        self.password.say_secret(view.password, view.password_hint, show=view.show, hide=view.hide)
        self.open_it.say(view.open_it)
        is_busy = self._task is not None
        self.progress.say(view.cancel)
        self.progress.setVisible(is_busy)
        self.progress.show_view(ProgressView(what=view.busy, detail="", share=None))
        for button in (self.file, self.paste, self.screen_button, self.add, self.open_it):
            button.setEnabled(not is_busy)
        self._asking.setVisible(self._locked is not None)
        self.trouble.setVisible(self._trouble is not None or bool(self._said))
        if self._trouble is not None:
            self.trouble.show_view(replace(trouble_view(self._trouble, words), retry=""))
        elif self._said:
            self.trouble.show_view(TroubleView(title=self._said, do_first="", retry=""))
        self.list.tell(view, words)
        self.kept.tell(view, words)
        self.clock.tell(words)
        return view.header

    def read_file(self, path: Path) -> None:
        """Read a picture or an export."""

        def read(password: str | None) -> OtpSource:
            from sentwatch.adapters.otp_exports import OtpSources

            return OtpSources().read_file(path, password=password)

        self._read(read, name=path.name, path=str(path))

    def read_picture(self, image: QImage) -> None:
        """Read a picture that lies in memory only."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload] # PySide's stubs know only bytes
        self.read_bytes(bytes(buffer.data().data()))

    def read_bytes(self, data: bytes) -> None:
        """Read text or a picture."""
        name = self._view.paste if self._view is not None else ""

        def read(password: str | None) -> OtpSource:
            from sentwatch.adapters.otp_exports import OtpSources

            return OtpSources().read(data, name=name, password=password)

        self._read(read, name=name)

    def take(self, mime: QMimeData) -> bool:
        """Read what was pasted or dropped; whether it was anything for us."""
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if paths:
            self._waiting = tuple(paths[1:MOST_FILES])
            self.read_file(paths[0])
            return True
        if mime.hasImage():
            image = mime.imageData()
            if isinstance(image, QImage) and not image.isNull():
                self.read_picture(image)
                return True
        text = mime.text() if mime.hasText() else ""
        if "otpauth" in text[:MAX_TEXT].lower() or text.lstrip()[:1] in {"{", "["}:
            self.read_bytes(text[:MAX_TEXT].encode("utf-8", "replace"))
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files, pictures and text may be dropped."""
        mime = event.mimeData()
        if mime.hasUrls() or mime.hasImage() or mime.hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what is dropped."""
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def _read(
        self, read: Callable[[str | None], OtpSource], *, name: str, path: str = "", password: str | None = None
    ) -> None:
        if self._task is not None:
            return
        app, before = self.bench.app, self._handed
        self._trouble, self._said, self._locked = None, "", None
        self.password.forget()

        def do(_cancel: object) -> tuple[Handed, Audited]:
            from sentwatch.service.authenticator import Handed

            source = read(password)
            handed = Handed(name=name, source=source, is_file=bool(path), path=path)
            if path and not source.is_encrypted and source.entries:
                app.left_files.remind_of(path, LeftKind.CODES)
            return handed, app.authenticator.audit((*before, handed))

        def take(came_to: tuple[Handed, Audited]) -> None:
            handed, audited = came_to
            self.bench.take(audited.report)
            if task is self._task:
                self._task = None
                self._handed = (*self._handed, handed)
                self.list.show_audited(audited, [one.source.form for one in self._handed])
                self._read_next()

        def fail(problem: Trouble) -> None:
            if task is not self._task:
                return
            self._task, self._trouble = None, problem
            if problem.kind in {OTP_PASSWORD_NEEDED, OTP_PASSWORD_WRONG}:
                self._locked = lambda typed: self._read(read, name=name, path=path, password=typed)
            self.telling_wanted.emit()
            if self._locked is not None:
                self.password.field.setFocus()

        task = self._task = self.bench.run(do, take, failed=fail, cancelled=lambda: self._over(task))
        self.telling_wanted.emit()

    def _read_next(self) -> None:
        """Several files that were dropped are read one after the other; one that cannot be read ends it."""
        if self._waiting:
            path, self._waiting = self._waiting[0], self._waiting[1:]
            self.read_file(path)

    def _over(self, task: object) -> None:
        if task is self._task:
            self._task = None
            self.telling_wanted.emit()

    def _cancel(self) -> None:
        """Stop reading; what still comes of it is dropped."""
        task, self._task = self._task, None
        self._waiting = ()
        if task is not None:
            task.cancel()
            self.telling_wanted.emit()

    def _open_locked(self) -> None:
        typed, again = self.password.field.text(), self._locked
        if typed and again is not None:
            again(typed)

    def _choose(self) -> None:
        if self._view is not None:
            when_chosen(self, self._view.read_heading, self.read_file)

    def _paste(self) -> None:
        self._trouble, self._said = None, ""
        if not self.take(QGuiApplication.clipboard().mimeData()) and self._view is not None:
            self._said = self._view.nothing_pasted
            self.telling_wanted.emit()

    def _from_screen(self) -> None:
        self._trouble, self._said = None, ""
        if can_see_the_screen():
            pick_area(self, self.read_picture)
        elif self._view is not None:
            self._said = self._view.screen_note
            self.telling_wanted.emit()

    def _add_typed(self) -> None:
        text = self.address.field.text().strip()
        if self._view is None:
            return
        if not (is_otp_uri(text) or text.lower().startswith("otpauth-migration://")):
            self.address.set_error(self._view.address_wrong)
            self.address.field.setFocus()
            return
        self.address.forget()
        self.read_bytes(text.encode("utf-8", "replace"))

    def _forget_read(self) -> None:
        self._handed = ()
        self.list.show_audited(None, ())
