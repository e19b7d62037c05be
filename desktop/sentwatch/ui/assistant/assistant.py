"""The assistant fills the window: the stages on the left, one question on the right, the way on below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from sentwatch.ui.assistant.address import AddressStage
from sentwatch.ui.assistant.look import LookStage
from sentwatch.ui.assistant.mailbox import MailboxStage
from sentwatch.ui.assistant.server import ServerStage
from sentwatch.ui.assistant.sign_in import SignInStage
from sentwatch.ui.assistant.stage import Desk, Draft, StageView
from sentwatch.ui.presenters.assistant import AGAIN, NEW, Stage, assistant_frame
from sentwatch.ui.presenters.assistant_sign_in import Aid
from sentwatch.ui.presenters.frame import frame
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.brand import Brand
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Card, Rule, Scroll, column, lay_out_now, row
from sentwatch.ui.widgets.guide import GuideReader
from sentwatch.ui.widgets.rail import StageRail
from sentwatch.ui.widgets.reading_order import follow_reading_order

if TYPE_CHECKING:
    from sentwatch.core.accounts import Account
    from sentwatch.texts.words import Words
    from sentwatch.ui.pages.page import PageContext

_RAIL: Final = 208
_RAIL_NARROW: Final = 184
_COLUMN: Final = 580
_GUIDE: Final = 420
_BESIDE_FROM: Final = 1_100
"""Width of the window from which a guide stands beside the question it helps with."""


class Assistant(QWidget):
    """`closed` carries what is to be shown then: a FindingRef, the name of a page, or nothing.

    `files_wanted` leads to mail in files. With an account, it signs in to that one anew.
    """

    closed = Signal(object)
    files_wanted = Signal()

    def __init__(
        self,
        context: PageContext,
        words: Words,
        *,
        account: Account | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("assistant")
        self.setProperty("ground", "background")
        # While nothing can be pressed yet, the keys of the assistant itself still work.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._had_primary = False
        self._theme = context.theme
        self._words = words
        self._is_closed = False
        self._order = NEW if account is None else AGAIN
        self.draft = Draft()
        if account is not None:
            self.draft = Draft(is_again=True, address=account.address, known=account, account=account)
        desk = Desk(theme=context.theme, session=context.session, app=context.app, draft=self.draft)
        self.address = AddressStage(desk)
        self.server = ServerStage(desk)
        self.sign_in = SignInStage(desk)
        self.mailbox = MailboxStage(desk)
        self.look = LookStage(desk)
        self._stages: dict[Stage, StageView] = {
            view.stage: view for view in (self.address, self.server, self.sign_in, self.mailbox, self.look)
        }
        self._now = self._order[0] if account is None else Stage.SIGN_IN
        self._build()
        self._connect()
        self.say(words)

    def begin(self) -> None:
        """Somebody sees it now."""
        self._go(self._now)

    @property
    def stage(self) -> StageView:
        """The stage that is shown."""
        return self._stages[self._now]

    def say(self, words: Words) -> None:
        """Say everything in these words, from now on."""
        self._words = words
        self._brand.say(frame(words))
        for view in self._stages.values():
            view.say(words)
        if self._guide_name:
            self.guide.show_guide(self._guide_name, words.lang)
        self._tell()

    def set_wide(self, *, is_wide: bool) -> None:
        """The assistant sees for itself how much room it has."""

    def close_now(self, what: object = None) -> None:
        """Leave; nothing that was typed stays."""
        if self._is_closed:
            return
        self._is_closed = True
        for view in self._stages.values():
            view.leave()
        self.draft.opened = None
        self.closed.emit(what)

    def _build(self) -> None:
        theme = self._theme
        self._brand = Brand(theme, parent=self)
        self.rail = StageRail(theme, "assistant-rail", parent=self)
        self._side = QWidget(self)
        side = column(self._side, gap=0)
        side.addWidget(self._brand)
        side.addWidget(self.rail)
        side.addStretch(1)
        # Not a stack: that would be as high as its highest page, and scroll where there is nothing to see.
        self._column = QWidget()
        shown = column(self._column, gap=0)
        for view in self._stages.values():
            view.hide()
            shown.addWidget(view)
        content = QWidget()
        middle = row(content, gap=0)
        # Stretches and no alignment: Qt asks an aligned widget for its height at a width it will not have.
        middle.addStretch(1)
        middle.addWidget(self._column)
        middle.addStretch(1)
        self._middle = middle
        self._scroll = Scroll(content, parent=self)
        self._guide_name = ""
        self.guide_card = Card(parent=self)
        self.guide = GuideReader(theme, "assistant-guide-text", parent=self.guide_card)
        self.guide.moved.connect(self._note_guide)
        self.close_guide = Button(
            theme, "assistant-guide-close", kind=Kind.QUIET, icon="cancel", parent=self.guide_card
        )
        self.close_guide.clicked.connect(self._close_guide)
        inside = column(self.guide_card, gap=SPACE_INSIDE)
        inside.setContentsMargins(20, 12, 12, 12)
        inside.addWidget(self.close_guide, 0, Qt.AlignmentFlag.AlignRight)
        inside.addWidget(self.guide, 1)
        self.guide_card.hide()
        beside = row(gap=SPACE_BETWEEN)
        beside.addWidget(self._scroll, 1)
        beside.addWidget(self.guide_card)
        self._beside = beside
        self.cancel = Button(theme, "assistant-cancel", kind=Kind.QUIET, parent=self)
        self.back = Button(theme, "assistant-back", icon="chevron-left", parent=self)
        self.go_on = Button(theme, "assistant-go-on", kind=Kind.PRIMARY, parent=self)
        foot = row(gap=SPACE_INSIDE)
        foot.setContentsMargins(SPACE_AROUND, 12, SPACE_AROUND, SPACE_BETWEEN)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.go_on)
        area = column(gap_holder := QWidget(self), gap=0)
        area.addLayout(beside, 1)
        area.addWidget(Rule(parent=gap_holder))
        area.addLayout(foot)
        lines = row(self, gap=0)
        lines.addWidget(self._side)
        lines.addWidget(Rule(down=True, parent=self))
        lines.addWidget(gap_holder, 1)

    def _connect(self) -> None:
        for view in self._stages.values():
            view.moved.connect(self._move)
            view.changed.connect(self._tell)
            view.guide_wanted.connect(self.open_guide)
            view.pointed.connect(self._point)
        self.address.files.clicked.connect(self._to_files)
        self.server.files_wanted.connect(self._to_files)
        self.server.guided_wanted.connect(lambda: self.close_now("checklist"))
        self.look.opened.connect(lambda ref: self.close_now(ref if ref is not None else "overview"))
        self.cancel.clicked.connect(self._leave)
        self.back.clicked.connect(self._go_back)
        self.go_on.clicked.connect(self._press)

    def open_guide(self, name: str) -> None:
        """Read a guide beside the question, or in its place where there is no room beside it."""
        self._guide_name = name
        self.guide.show_guide(name, self._words.lang)
        self._arrange()
        self.guide.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads on, Esc closes the guide, stops what is waited for, or leaves."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            # A button that has the focus is pressed by it, as in every dialog.
            focus = self.focusWidget()
            if isinstance(focus, QAbstractButton) and focus is not self.go_on:
                focus.click()
            elif isinstance(focus, QLineEdit) or focus in {None, self, self.go_on}:
                self._press()
        elif key is Qt.Key.Key_Escape:
            self._escape()
        elif not self._scroll.scroll_by_key(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._arrange()

    def _press(self) -> None:
        if self.go_on.isVisible() and self.go_on.isEnabled():
            self.stage.go_on()

    def _escape(self) -> None:
        if self._guide_name:
            self._close_guide()
        elif self.stage.task.is_busy:
            self.stage.task.cancel()
        else:
            self._leave()

    def _leave(self) -> None:
        stopped_or_kept = self._now is Stage.LOOK
        self.close_now("overview" if stopped_or_kept else None)

    def _to_files(self) -> None:
        self.close_now()
        self.files_wanted.emit()

    def _move(self, where: object) -> None:
        if where is Aid.NAME_CA:
            self._go(Stage.SERVER)
            self.server.show_authority()
        elif where is Aid.CHECK_SERVER:
            self._go(Stage.SERVER)
            self.server.open_form()
        elif isinstance(where, Stage):
            self._go(where)

    def _go_back(self) -> None:
        at = self._order.index(self._now)
        if at and self.stage.may_go_back:
            self._go(self._order[at - 1])

    def _go(self, stage: Stage) -> None:
        if stage is not self._now:
            self.setFocus()
            self.stage.leave()
            self.stage.hide()
        self._had_primary = False
        self._close_guide()
        self._now = stage
        self.stage.show()
        self.stage.arrive()
        self._scroll.verticalScrollBar().setValue(0)
        self._tell()

    def _point(self, widget: QWidget) -> None:
        lay_out_now()
        self._scroll.ensureWidgetVisible(widget, 0, SPACE_AROUND)

    def _note_guide(self, name: str) -> None:
        self._guide_name = name

    def _close_guide(self) -> None:
        if self._guide_name:
            self._guide_name = ""
            self._arrange()

    def _tell(self) -> None:
        if self._is_closed:
            return
        words, stage = self._words, self.stage
        at = self._order.index(self._now)
        view = assistant_frame(self._order, self._now, words)
        self.setAccessibleName(f"{view.title}. {view.position}")
        self.rail.show_stages([name for _, name in view.stages], at, spoken=view.position)
        primary = stage.primary
        self.go_on.say(primary.text)
        if not primary.text and self.go_on.hasFocus():
            # Else Qt hands the focus on to the next button, which is the one that leaves.
            self.setFocus()
        self.go_on.setVisible(bool(primary.text))
        self.go_on.setEnabled(primary.is_enabled)
        self.back.say(view.back)
        self.back.setVisible(at > 0 and stage.may_go_back)
        is_found = self._now is Stage.LOOK and not self.look.leave_text
        self.cancel.say(self.look.leave_text if self._now is Stage.LOOK else view.cancel)
        self.cancel.setVisible(not is_found)
        self.close_guide.say_by_icon(view.close_guide)
        self._arrange()
        follow_reading_order(self)
        lay_out_now()
        self._offer_primary(is_there=bool(primary.text) and primary.is_enabled)

    def _offer_primary(self, *, is_there: bool) -> None:
        """Give the button that leads on the focus as soon as it can be pressed, unless somebody is at something."""
        focus = self.focusWidget()
        is_at_something = focus is not None and focus is not self and self._column.isAncestorOf(focus)
        if is_there and not self._had_primary and not is_at_something and not self._guide_name:
            self.go_on.setFocus()
        self._had_primary = is_there

    def _arrange(self) -> None:
        width = self.width()
        self._side.setFixedWidth(_RAIL if width >= _BESIDE_FROM else _RAIL_NARROW)
        has_guide = bool(self._guide_name)
        is_beside = width >= _BESIDE_FROM
        self.guide_card.setVisible(has_guide)
        self._scroll.setVisible(not has_guide or is_beside)
        self.guide_card.setMinimumWidth(_GUIDE if is_beside else 0)
        self.guide_card.setMaximumWidth(_GUIDE if is_beside else 16_777_215)
        room = SPACE_AROUND
        gap = SPACE_BETWEEN if has_guide else 0
        self._beside.setContentsMargins(0 if is_beside or not has_guide else room, gap, room if has_guide else 0, gap)
        top = (40 if self.height() >= 700 else SPACE_AROUND) - gap
        self._middle.setContentsMargins(SPACE_AROUND, top, SPACE_AROUND, SPACE_BETWEEN)
        self._middle.setStretch(0, 1 if is_beside else 0)
        free = width - self._side.width() - (_GUIDE + SPACE_BETWEEN if has_guide and is_beside else 0)
        self._column.setFixedWidth(max(320, min(_COLUMN, free - 2 * SPACE_AROUND - 12)))
