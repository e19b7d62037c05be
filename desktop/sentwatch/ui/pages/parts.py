"""A page of several parts, one shown at a time; what they show is read, and what they start is done, beside the GUI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from sentwatch.core.phrase import Phrase
from sentwatch.core.trouble import Trouble
from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.frames import Scroll, column, lay_out_now, row
from sentwatch.ui.widgets.reading_order import follow_reading_order
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.work import WorkPanel

if TYPE_CHECKING:
    from sentwatch.ui.background import Work
    from sentwatch.ui.known import Known
    from sentwatch.ui.theme import Theme
    from sentwatch.wiring import App

F = TypeVar("F")
T = TypeVar("T")


class Bench:
    """What a part may use: the use cases, one piece of work at a time, and a way to have all of it told again."""

    def __init__(self, context: PageContext, work: WorkPanel, changed: Callable[[], None]) -> None:
        self.app: App = context.app
        self.theme: Theme = context.theme
        self._work = work
        self._changed = changed

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._work.is_busy

    def run(self, what: Phrase, work: Work[T], done: Callable[[T], None] | None = None) -> None:
        """Do this beside the GUI, then read and tell everything again."""
        self._work.run(what, work, done if done is not None else _nothing_more, over=self._changed)

    def ask(self, what: Phrase, work: Work[T], done: Callable[[T], None]) -> None:
        """Do this beside the GUI; nothing of what is kept changes by it."""
        self._work.run(what, work, done)


def _nothing_more(_value: object) -> None:
    pass


class Part(QWidget, Generic[F]):
    """One part of a page. `finding_wanted` carries the reference of a finding to read."""

    finding_wanted = Signal(object)

    def __init__(self, bench: Bench, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.bench = bench
        self.lines = column(self, gap=SPACE_BETWEEN)
        self.lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)

    def tell(self, telling: Telling, facts: F) -> None:
        """Paint what is known, in these words."""
        raise NotImplementedError

    def show_busy(self, *, is_busy: bool) -> None:
        """Hold back what cannot be started now."""

    def set_wide(self, *, is_wide: bool) -> None:
        """Use the room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEntry(Generic[F]):
    """A part before it is built. `title` is a marked source text."""

    name: str
    title: str
    build: Callable[[Bench], Part[F]]


class PartedPage(Page, Generic[F]):
    """Reads what its parts show when what is known has changed; shows it when it is there."""

    def __init__(self, context: PageContext, name: str, entries: tuple[PartEntry[F], ...]) -> None:
        super().__init__(context, name)
        self._entries = entries
        self._telling: Telling | None = None
        self._facts: F | None = None
        self._read_for: Known | None = None
        self._wanted: Callable[[], None] | None = None
        self._is_wide = False
        self._parts: dict[str, Part[F]] = {}
        self._scrolls: dict[str, Scroll] = {}
        self.work = WorkPanel(context.theme, f"{name}-work", context.session.background, parent=self)
        self.work.busy_changed.connect(self._show_busy)
        self.bench = Bench(context, self.work, context.session.load)
        self.segments = Segments(self.theme, f"{name}-parts")
        self.segments.chosen.connect(lambda part: self.show_part(str(part)))
        self._trouble = TroublePanel(self.theme, f"{name}-unread", parent=self)
        self._trouble.retried.connect(self._read)
        self._trouble.hide()
        self._stack = QStackedWidget(self)
        # Parts have no words before there is something to tell.
        self._stack.hide()
        top = QWidget(self)
        self._top = row(top, gap=SPACE_INSIDE)
        self._top.addWidget(self.segments)
        self._top.addStretch(1)
        above = QWidget(self)
        told = column(above, gap=SPACE_BETWEEN)
        told.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_BETWEEN)
        for widget in (top, self.work, self._trouble):
            told.addWidget(widget)
        self.body = QWidget(self)
        inside = column(self.body, gap=0)
        inside.addWidget(above)
        inside.addWidget(self._stack, 1)
        self.both = column(self, gap=0)
        self.both.addWidget(self.body, 1)

    def read(self) -> Callable[[], F]:
        """What reads the facts, for a working thread."""
        raise NotImplementedError

    def header(self, telling: Telling) -> HeaderView:
        """The sentence over the page."""
        raise NotImplementedError

    def part(self, name: str) -> Part[F]:
        """A part, built if it was not yet."""
        made = self._parts.get(name)
        if made is None:
            entry = next(entry for entry in self._entries if entry.name == name)
            made = self._parts[name] = entry.build(self.bench)
            made.finding_wanted.connect(self.finding_wanted)
            made.set_wide(is_wide=self._is_wide)
            made.show_busy(is_busy=self.work.is_busy)
            self._scrolls[name] = Scroll(made, parent=self)
            self._stack.addWidget(self._scrolls[name])
        return made

    @property
    def part_name(self) -> str:
        """The part that is shown."""
        return str(self.segments.value or self._entries[0].name)

    def show_part(self, name: str) -> None:
        """Show a part."""
        self.segments.take(name)
        self.part(name)
        self._stack.setCurrentWidget(self._scrolls[name])
        self._tell_part()
        follow_reading_order(self.window())
        lay_out_now()

    def scroll_to(self, widget: QWidget) -> None:
        """Bring something of the part that is shown to the top."""
        lay_out_now()
        part, scroll = self._parts[self.part_name], self._scrolls[self.part_name]
        scroll.verticalScrollBar().setValue(widget.mapTo(part, widget.rect().topLeft()).y())

    def when_told(self, do: Callable[[], None]) -> None:
        """Do this as soon as the parts have something to tell."""
        if self._facts is None:
            self._wanted = do
        else:
            do()

    def tell(self, telling: Telling) -> HeaderView:
        """Paint what was read already; read what is new."""
        self._telling = telling
        words = telling.words
        self.segments.say(self.header(telling).sentence, [(e.name, words(e.title)) for e in self._entries])
        self.work.say(words, is_sample=telling.known.is_sample)
        if self._read_for is not telling.known:
            self._read_for = telling.known
            self._read()
        self.show_part(self.part_name)
        return self.header(telling)

    def set_wide(self, *, is_wide: bool) -> None:
        """Use the room: what stands beside the choice of parts goes below it where there is none."""
        self._is_wide = is_wide
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._top.setDirection(across if is_wide else down)
        for part in self._parts.values():
            part.set_wide(is_wide=is_wide)

    def arrange(self, telling: Telling, facts: F) -> None:
        """Show or hide what stands around the parts."""

    def _read(self) -> None:
        read = self.read()
        self._trouble.hide()
        self.session.background.task(lambda _cancel, _progress: read()).then(self._took, failed=self._unread).start()

    def _took(self, facts: F) -> None:
        self._facts = facts
        self._tell_part()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted()
        follow_reading_order(self.window())
        lay_out_now()

    def _unread(self, problem: Exception) -> None:
        if not isinstance(problem, Trouble):
            raise problem
        if self._telling is not None:
            self._trouble.show_view(trouble_view(problem, self._telling.words))
            self._trouble.show()

    def _tell_part(self) -> None:
        if self._telling is None or self._facts is None:
            return
        self._stack.show()
        self.arrange(self._telling, self._facts)
        self.part(self.part_name).tell(self._telling, self._facts)

    def _show_busy(self) -> None:
        for part in self._parts.values():
            part.show_busy(is_busy=self.work.is_busy)
