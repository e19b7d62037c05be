"""The checklist at a glance: how far it is and the step to go on with, what changed, and every step by section."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from sentwatch.ui.presenters.checklist import ChecklistView, FarView, FinishView, NewsView, SectionView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row, unseen
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.menu_button import MenuButton
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.share_bar import ShareBar
from sentwatch.ui.widgets.step_list import StepList
from sentwatch.ui.widgets.text import PlainLabel, Prose
from sentwatch.ui.widgets.tool_card import ToolCard

_TOOLS_WIDE: Final = 4
_TOOLS_NARROW: Final = 2


class ChecklistFront(QWidget):
    """`step_wanted` carries a step's id, `tool_wanted` a Tool, `paper_wanted` what the paper's menu offers."""

    step_wanted = Signal(str)
    tool_wanted = Signal(object)
    audience_wanted = Signal(object)
    news_seen = Signal()
    paper_wanted = Signal(object)

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.audience = Segments(theme, "checklist-audience", parent=self)
        self.audience.chosen.connect(self.audience_wanted)
        self.paper = MenuButton(theme, "checklist-paper", icon="print", kind=Kind.QUIET, parent=self)
        self.paper.wanted.connect(self.paper_wanted)
        self.far = _FarCard(theme)
        self.far.button.clicked.connect(lambda: self.step_wanted.emit(self.far.step))
        self._finish = _FinishCard(theme)
        self.news = _NewsCard(theme)
        self.news.list.opened.connect(self.step_wanted)
        self.news.button.clicked.connect(self.news_seen)
        self._rule = Prose(role="quiet", parent=self)
        self._sections = _Sections(theme)
        self._sections.opened.connect(self.step_wanted)
        self._tools = _Tools(theme)
        self._tools.wanted.connect(self.tool_wanted)
        top = row(gap=SPACE_INSIDE)
        top.addWidget(self.audience)
        top.addStretch(1)
        top.addWidget(self.paper)
        lines = column(self, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        lines.addLayout(top)
        for widget in (self.far, self._finish, self.news, self._tools, self._rule, self._sections):
            lines.addWidget(widget)
        lines.addStretch(1)

    def show_view(self, view: ChecklistView) -> None:
        """Show the checklist as it stands."""
        self.audience.say(view.audience_name, view.audiences)
        self.audience.take(view.audience)
        self.paper.say_entries(view.papers.name, view.papers.entries)
        self.far.show_view(view.far)
        self._finish.setVisible(view.finish is not None)
        if view.finish is not None:
            self._finish.show_view(view.finish)
        self.news.setVisible(view.news is not None)
        if view.news is not None:
            self.news.show_view(view.news)
        self._tools.show_view(view)
        self._rule.setText(view.rule)
        self._sections.show_views(view.sections)

    def set_wide(self, *, is_wide: bool) -> None:
        """Four cards side by side where there is room."""
        self._tools.set_columns(_TOOLS_WIDE if is_wide else _TOOLS_NARROW)

    def choose(self, step_id: str) -> QWidget | None:
        """Take the focus at a step, if it is in the list."""
        return self._sections.choose(step_id)


class _FarCard(Card):
    """How far it is, and below it, standing out, the step to go on with."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("checklist-far")
        self.step = ""
        self._heading = PlainLabel(role="title", parent=self)
        self._due = Prose(role="muted", parent=self)
        self._due.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._again = Icon(theme, "step-again", colour="accent", parent=self)
        self._bar = ShareBar("checklist-bar", parent=self)
        self._next = Card(tone="steps", parent=self)
        self._next_heading = PlainLabel(role="accent-small", parent=self._next)
        self._title = Prose(role="title", parent=self._next)
        self._facts = Prose(role="muted", parent=self._next)
        self.button = Button(theme, "checklist-go-on", kind=Kind.PRIMARY, parent=self._next)
        inside = row(self._next, gap=SPACE_BETWEEN)
        inside.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        told = QWidget(self._next)
        beside = column(told, gap=2)
        for widget in (self._next_heading, self._title, self._facts):
            beside.addWidget(widget)
        inside.addWidget(told, 1)
        inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        head = row(gap=SPACE_INSIDE)
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self._again)
        head.addWidget(self._due)
        lines = column(self, gap=12, around=20)
        lines.addLayout(head)
        lines.addWidget(self._bar)
        lines.addWidget(self._next)

    def show_view(self, view: FarView) -> None:
        self.step = view.step
        self._heading.setText(view.heading)
        self._bar.show_share(view.share, view.spoken)
        self._due.setText(view.due)
        for widget in (self._due, self._again):
            widget.setVisible(bool(view.due))
        self._next.setVisible(bool(view.step))
        self._next_heading.setText(view.next_heading)
        self._title.setText(view.title)
        self._facts.setText(view.facts)
        self.button.say(view.button)
        self.button.setAccessibleDescription(view.title)


class _FinishCard(Card):
    """Nothing is open any more, or nothing today."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("checklist-finish")
        self._sentence = Prose(role="title", parent=self)
        self._detail = Prose(parent=self)
        lines = row(self, gap=SPACE_BETWEEN, around=20)
        lines.addWidget(Icon(theme, "fine", colour="fine", size=28, parent=self), 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(self)
        beside = column(told, gap=4)
        beside.addWidget(self._sentence)
        beside.addWidget(self._detail)
        lines.addWidget(told, 1)

    def show_view(self, view: FinishView) -> None:
        self._sentence.setText(view.sentence)
        self._detail.setText(view.detail)


class _NewsCard(Card):
    """What changed since somebody looked last."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("checklist-news")
        self._heading = PlainLabel(role="strong", parent=self)
        self.button = Button(theme, "checklist-news-seen", kind=Kind.QUIET, icon="done", parent=self)
        self.list = StepList(theme, "checklist-news-list", parent=self)
        head = row(gap=SPACE_INSIDE)
        head.setContentsMargins(10, 0, 0, 0)
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self.button)
        lines = column(self, gap=4, around=10)
        lines.addLayout(head)
        lines.addWidget(self.list)

    def show_view(self, view: NewsView) -> None:
        self._heading.setText(view.heading)
        self.button.say(view.button)
        self.list.setAccessibleName(view.heading)
        self.list.show_rows(view.rows)


class _Tools(QWidget):
    """Small cards side by side."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._columns = _TOOLS_WIDE
        self._cards: dict[object, ToolCard] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_BETWEEN)

    def show_view(self, view: ChecklistView) -> None:
        self.setAccessibleName(view.tools_name)
        wanted = [tool.tool for tool in view.tools]
        if wanted != list(self._cards):
            cleared(self._grid)
            self._cards = {}
            for tool in wanted:
                card = ToolCard(self._theme, f"checklist-tool-{tool.value}")
                card.clicked.connect(lambda _checked=False, tool=tool: self.wanted.emit(tool))
                self._cards[tool] = card
            self._place()
        for shown in view.tools:
            self._cards[shown.tool].show_view(shown)

    def set_columns(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = columns
            self._place()

    def _place(self) -> None:
        columns = min(self._columns, max(1, len(self._cards)))
        for number, card in enumerate(self._cards.values()):
            self._grid.addWidget(card, number // columns, number % columns)
            card.show()
        for number in range(_TOOLS_WIDE):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)


class _Sections(QWidget):
    """A card for each section; the arrow keys go on from one list to the next."""

    opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._cards: list[_SectionCard] = []
        self._lines = column(self, gap=SPACE_BETWEEN)

    def show_views(self, views: tuple[SectionView, ...]) -> None:
        if [view.id for view in views] != [card.id for card in self._cards]:
            with unseen(self):
                self._build(views)
        for card, view in zip(self._cards, views, strict=True):
            card.show_view(view)

    def _build(self, views: tuple[SectionView, ...]) -> None:
        cleared(self._lines)
        self._cards = []
        for number, view in enumerate(views):
            card = _SectionCard(self._theme, view.id)
            card.show_view(view)
            card.list.opened.connect(self.opened)
            card.list.left.connect(lambda way, number=number: self._lead_on(number, way))
            self._cards.append(card)
            put(self._lines, card)

    def choose(self, step_id: str) -> QWidget | None:
        return next((card.list for card in self._cards if card.list.choose(step_id)), None)

    def _lead_on(self, number: int, way: int) -> None:
        following = number + way
        if 0 <= following < len(self._cards):
            self._cards[following].list.go_to(0 if way > 0 else -1)


class _SectionCard(Card):
    def __init__(self, theme: Theme, section: str) -> None:
        super().__init__()
        self.id = section
        self.setObjectName(f"checklist-section-{section}")
        self._title = PlainLabel(role="strong", parent=self)
        self._count = PlainLabel(role="muted", parent=self)
        self._bar = ShareBar(f"checklist-bar-{section}", parent=self)
        self._bar.setFixedWidth(96)
        self.list = StepList(theme, f"checklist-steps-{section}", parent=self)
        head = row(gap=12)
        head.setContentsMargins(10, 4, 10, 2)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._count)
        head.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        lines = column(self, gap=4, around=10)
        lines.addLayout(head)
        lines.addWidget(self.list)

    def show_view(self, view: SectionView) -> None:
        self._title.setText(view.title)
        self._count.setText(view.count)
        self._bar.show_share(view.share, view.count)
        self.list.setAccessibleName(view.title)
        self.list.show_rows(view.rows)
