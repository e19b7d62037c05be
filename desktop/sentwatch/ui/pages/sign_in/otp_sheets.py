"""Two dialogs about one entry: comparing the phone's code, and a QR code that moves it to another phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from sentwatch.core.phrase import N_
from sentwatch.ui.dialogs.sheet import Sheet
from sentwatch.ui.pages.sign_in.review_cards import found_row
from sentwatch.ui.presenters.sign_in_codes import comparing, verdict, wants_second
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import cleared, column, put
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.core.findings import Finding
    from sentwatch.core.otp.entries import OtpEntry
    from sentwatch.core.otp.verify import Verification
    from sentwatch.texts.words import Words
    from sentwatch.ui.pages.sign_in.bench import Bench

MAX_CODE = 16
_QR_SIDE = 300
_AROUND_QR = 320
"""What stands above and below the picture, in the longer language."""
_SCALE = 8


class CompareSheet(Sheet):
    """Says whether the phone and the entry agree, before somebody is locked out."""

    def __init__(self, bench: Bench, entry: OtpEntry, words: Words, *, parent: QWidget) -> None:
        self._view = comparing(entry.name or "?", words)
        super().__init__(bench.theme, "compare", title=self._view.title, icon="authenticator", parent=parent)
        self._bench, self._entry, self._words = bench, entry, words
        self._is_closed = False
        self.body.addWidget(Prose(self._view.intro, role="quiet"))
        self.first = FormRow("compare-first")
        self.first.say(self._view.first)
        self.second = FormRow("compare-second")
        self.second.say(self._view.second, self._view.second_hint)
        self.second.hide()
        for line in (self.first, self.second):
            line.field.setMaxLength(MAX_CODE)
            self.body.addWidget(line)
        answer = QWidget()
        self._answer = column(answer, gap=0)
        self.body.addWidget(answer)
        self.close_button = self.add_button(Button(bench.theme, "compare-close", self._view.close))
        self.close_button.clicked.connect(self.reject)
        self.submit = self.add_button(Button(bench.theme, "compare-submit", self._view.submit, kind=Kind.PRIMARY))
        self.submit.setDefault(True)
        self.submit.clicked.connect(self._compare)
        self.finished.connect(self._close)
        self.first.field.setFocus()
        self.fit()

    def _compare(self) -> None:
        shown = tuple(line.field.text() for line in (self.first, self.second) if line.field.text().strip())
        if not shown:
            self.first.field.setFocus()
            return
        authenticator, entry = self._bench.app.authenticator, self._entry
        self._bench.run(lambda _cancel: authenticator.verify(entry, shown), self._came)

    def _came(self, found: tuple[Verification, tuple[Finding, ...]]) -> None:
        self._bench.tell_anew()
        if self._is_closed:
            return
        came_to, findings = found
        cleared(self._answer)
        put(self._answer, found_row(self.theme, verdict(came_to, findings, self._words)))
        if wants_second(came_to):
            self.second.show()
            self.second.field.setFocus()
        self.fit()

    def _close(self) -> None:
        self._is_closed = True
        for line in (self.first, self.second):
            line.field.setText("")
        self.deleteLater()


class QrSheet(Sheet):
    """Shows the picture for as long as it is open."""

    def __init__(self, bench: Bench, picture: QPixmap, name: str, words: Words, *, parent: QWidget) -> None:
        title = words(N_("Move “{name}” to another phone"), name=name)
        super().__init__(bench.theme, "otp-qr", title=title, icon="qr", parent=parent)
        self.body.addWidget(
            Prose(
                words(
                    N_(
                        "Scan it with the other phone's authenticator. Whoever takes a picture of it can make your "
                        "codes."
                    )
                )
            )
        )
        self.picture = QLabel()
        self.picture.setTextFormat(Qt.TextFormat.PlainText)
        self.picture.setAccessibleName(title)
        self.picture.setPixmap(picture)
        self.picture.setFixedSize(picture.size())
        self.body.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(
            Prose(words(N_("Then compare a code, and only then remove it from the old one.")), role="muted")
        )
        close = self.add_button(Button(bench.theme, "otp-qr-close", words(N_("Close")), kind=Kind.PRIMARY))
        close.clicked.connect(self.accept)
        self.finished.connect(self._close)
        self.fit()

    def _close(self) -> None:
        self.picture.setPixmap(QPixmap())
        self.deleteLater()


def show_qr(bench: Bench, entry: OtpEntry, words: Words, *, parent: QWidget) -> None:
    """Make the picture in the background, and show it."""

    def make(_cancel: object) -> bytes:
        from sentwatch.adapters.qr import make_qr_png
        from sentwatch.core.otp.uri import write_uri

        uri = write_uri(entry)
        return make_qr_png(uri, scale=_SCALE) if uri is not None else b""

    def show(png: bytes) -> None:
        picture = QPixmap()
        if png and picture.loadFromData(png) and parent.isVisible():
            # Whole multiples only: a module of uneven width is hard to read.
            modules = picture.width() // _SCALE
            room = min(_QR_SIDE, parent.window().height() - _AROUND_QR)
            scaled = picture.scaledToWidth(modules * max(2, min(_SCALE, room // modules)))
            QrSheet(bench, scaled, entry.name or "?", words, parent=parent).open()

    bench.run(make, show, lane=None)
