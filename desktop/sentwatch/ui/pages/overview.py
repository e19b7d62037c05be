"""The first page: is anybody sending from my mailbox, what could not be seen, what should I do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from sentwatch.core.timeline import Measure, Step, TimelineView, edges
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef
from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.presenters.areas import Area
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.overview import (
    AttentionView,
    DueView,
    OverviewView,
    StepView,
    overview,
)
from sentwatch.ui.presenters.sending import band_words
from sentwatch.ui.presenters.times import zone_of
from sentwatch.ui.theme import Theme
from sentwatch.ui.timeline_feed import TimelineFeed
from sentwatch.ui.timeline_scale import DAY_S, Visible
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.cards import AreaCard
from sentwatch.ui.widgets.frames import Card, Scroll, column, lay_out_now, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.shapes import Badge
from sentwatch.ui.widgets.states import NoticeBar, StatePanel, TroublePanel
from sentwatch.ui.widgets.text import Elided, PlainLabel, Prose
from sentwatch.ui.widgets.timeline import Timeline
from sentwatch.ui.widgets.unseen import UnseenCard

_DAYS = 14
_CHART_HEIGHT = 150
_CHART_HEIGHT_QUIET = 200


class OverviewPage(Page):
    """Cards below each other; the frame shows the sentence above them."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "overview")
        theme = self.theme
        self._state = StatePanel(theme, "overview-state", parent=self)
        self._state.wanted.connect(self.next_wanted)
        content = QWidget()
        self._scroll = Scroll(content, parent=self)
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        self._notice = NoticeBar(theme, "overview-notice")
        self._notice.wanted.connect(self.next_wanted)
        self._trouble = TroublePanel(theme, "overview-trouble")
        self._trouble.retried.connect(self.session.check_now)
        self._attention = _AttentionCard(theme)
        self._attention.button.clicked.connect(lambda: self._open(self._attention.ref))
        self._attention.guide.clicked.connect(lambda: self.guide_wanted.emit(self._attention.ref))
        self._chart = _ChartCard(theme, context)
        self._chart.open.clicked.connect(lambda: self.page_wanted.emit(Area.SENDING.value))
        self._cards: dict[Area, AreaCard] = {
            area: AreaCard(theme, f"card-{area.value}") for area in Area if area is not Area.SENDING
        }
        for area, card in self._cards.items():
            card.clicked.connect(lambda _checked=False, name=area.value: self.page_wanted.emit(name))
        grid = QWidget()
        self._grid = QGridLayout(grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_BETWEEN)
        self._unseen = UnseenCard(theme)
        self._step = _StepCard(theme)
        self._step.button.clicked.connect(self._open_step)
        self._due = _DueCard(theme)
        self._due.button.clicked.connect(lambda: self.page_wanted.emit("checklist"))
        for widget in (
            self._notice,
            self._trouble,
            self._attention,
            self._chart,
            grid,
            self._step,
            self._due,
            self._unseen,
        ):
            lines.addWidget(widget)
        lines.addStretch(1)
        both = column(self, gap=0)
        both.addWidget(self._scroll, 1)
        both.addWidget(self._state, 1)
        self._place_cards(columns=2)

    def tell(self, telling: Telling) -> HeaderView:
        """Paint what is known."""
        view = overview(telling.known, telling.words, now=telling.now)
        alone = view.state is not None
        self._state.setVisible(alone)
        self._scroll.setVisible(not alone)
        if view.state is not None:
            self._state.show_view(view.state)
            return view.header
        self._show(view, telling)
        return view.header

    def set_wide(self, *, is_wide: bool) -> None:
        """Four cards in a row, or two."""
        self._place_cards(columns=4 if is_wide else 2)

    def _show(self, view: OverviewView, telling: Telling) -> None:
        self._notice.setVisible(view.notice is not None)
        if view.notice is not None:
            self._notice.show_view(view.notice)
        self._trouble.setVisible(view.trouble is not None)
        if view.trouble is not None:
            self._trouble.show_view(view.trouble)
        self._attention.setVisible(view.attention is not None)
        if view.attention is not None:
            self._attention.show_view(view.attention)
        self._chart.setVisible(view.chart_account is not None)
        if view.chart_account is not None:
            self._chart.show_view(view, telling)
        for card in view.cards:
            self._cards[card.area].show_view(card)
        for card_widget in self._cards.values():
            card_widget.setVisible(bool(view.cards))
        self._unseen.setVisible(view.unseen is not None)
        if view.unseen is not None:
            self._unseen.show_view(view.unseen)
        self._step.setVisible(view.step is not None)
        if view.step is not None:
            self._step.show_view(view.step)
        self._due.setVisible(view.due is not None)
        if view.due is not None:
            self._due.show_view(view.due)

    def _place_cards(self, *, columns: int) -> None:
        for number, card in enumerate(self._cards.values()):
            self._grid.addWidget(card, number // columns, number % columns)
        for number in range(4):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)

    def _open_step(self) -> None:
        if self._step.step:
            self.step_wanted.emit(self._step.step)
        else:
            self._open(self._step.ref)

    def _open(self, ref: FindingRef | None) -> None:
        if ref is not None:
            self.finding_wanted.emit(ref)


class _AttentionCard(Card):
    def __init__(self, theme: Theme) -> None:
        super().__init__(tone="urgent")
        self.setObjectName("attention")
        self.ref: FindingRef | None = None
        self._badge = Badge(theme, parent=self)
        self._facts = Elided(role="muted", parent=self)
        self._title = Prose(role="title", parent=self)
        self._lead = Prose(parent=self)
        self._more = PlainLabel(role="muted", parent=self)
        self.button = Button(theme, "attention-open", kind=Kind.PRIMARY, parent=self)
        self.guide = Button(theme, "attention-guide", icon="incident", parent=self)
        lines = column(self, gap=SPACE_INSIDE)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        head = row(gap=12)
        head.addWidget(self._badge)
        head.addWidget(self._facts, 1)
        lines.addLayout(head)
        lines.addWidget(self._title)
        lines.addWidget(self._lead)
        lines.addSpacing(4)
        foot = row(gap=12)
        foot.addWidget(self.button)
        foot.addWidget(self.guide)
        foot.addWidget(self._more)
        foot.addStretch(1)
        lines.addLayout(foot)

    def show_view(self, view: AttentionView) -> None:
        self.ref = view.ref
        self.set_tone(view.severity.word)
        self._badge.show_severity(view.severity, view.badge)
        self._facts.setText(view.facts)
        self._title.setText(view.title)
        self._lead.setText(view.lead)
        self._lead.setVisible(bool(view.lead))
        self._more.setText(view.more)
        self.button.say(view.button)
        self.guide.say(view.guide)
        self.guide.setVisible(bool(view.guide))


class _ChartCard(Card):
    """The last two weeks at a glance; the sending page holds the chart that zooms."""

    def __init__(self, theme: Theme, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("overview-chart-card")
        self._heading = PlainLabel(role="strong", parent=self)
        self._account = Elided(role="muted", parent=self)
        self._account.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._caption = Prose(role="muted", parent=self)
        self.open = Button(theme, "overview-open-sending", kind=Kind.QUIET, icon="chevron-right", parent=self)
        self._words: Words | None = None
        self._bars: TimelineView | None = None
        self._feed = TimelineFeed(context.session.actions.timeline, context.session.background, parent=self)
        self._feed.arrived.connect(self._take)
        self._feed.troubled.connect(lambda _trouble: None)
        lines = column(self, gap=SPACE_INSIDE)
        lines.setContentsMargins(20, 12, 12, 12)
        self._head: QHBoxLayout = row(gap=12)
        self._head.addWidget(self._heading)
        self._head.addWidget(self._account, 1)
        self._head.addWidget(self.open)
        lines.addLayout(self._head)
        self._chart: Timeline | None = None
        self._theme = theme
        lines.addWidget(self._caption)
        self._lines = lines

    def show_view(self, view: OverviewView, telling: Telling) -> None:
        assert view.chart_account is not None
        report = next(r for r in telling.known.reports if r.account_key == view.chart_account)
        words = telling.words.in_zone(zone_of(report.time_zone, telling.words))
        self._words = words
        self._heading.setText(view.chart_heading)
        self._account.setText(view.chart_label)
        self.open.say_by_icon(view.chart_open)
        end = telling.now.timestamp()
        start = end - _DAYS * DAY_S
        if self._chart is None:
            self._chart = Timeline(self._theme, "overview-chart", words, parent=self)
            self._chart.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._lines.insertWidget(1, self._chart)
        # The picture takes the room that a quiet page has.
        self._chart.setFixedHeight(_CHART_HEIGHT if view.attention is not None else _CHART_HEIGHT_QUIET)
        self._chart.say(words, name=view.chart_heading, empty=view.chart_empty)
        seen = _whole_days(start, end, words)
        self._chart.show_span(seen, step=Step.DAY)
        if self._bars is not None:
            self._caption.setText(band_words(self._bars, Measure.MESSAGES, words))
        self._feed.forget()
        self._feed.ask(view.chart_account, seen, Step.DAY, words.zone)

    def _take(self, bars: TimelineView) -> None:
        if self._chart is None or self._words is None:
            return
        self._bars = bars
        self._chart.show_view(bars)
        self._caption.setText(band_words(bars, Measure.MESSAGES, self._words))
        self._caption.setVisible(bool(self._caption.text()))
        lay_out_now()


def _whole_days(start_s: float, end_s: float, words: Words) -> Visible:
    found = edges(start_s + DAY_S, end_s, Step.DAY, words.zone)
    return Visible(start_s=found[0], end_s=found[-1], first_s=found[0], last_s=found[-1])


class _StepCard(Card):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("next-step")
        self.ref: FindingRef | None = None
        self.step = ""
        self._heading = PlainLabel(role="muted", parent=self)
        self._text = Prose(role="strong", parent=self)
        self._reason = Prose(role="muted", parent=self)
        self.button = Button(theme, "next-step-open", parent=self)
        lines = row(self, gap=SPACE_BETWEEN)
        lines.setContentsMargins(20, SPACE_BETWEEN, SPACE_BETWEEN, SPACE_BETWEEN)
        told = QWidget(self)
        beside = column(told, gap=2)
        for widget in (self._heading, self._text, self._reason):
            beside.addWidget(widget)
        lines.addWidget(told, 1)
        lines.addWidget(self.button)

    def show_view(self, view: StepView) -> None:
        self.ref, self.step = view.ref, view.step
        self._heading.setText(view.heading)
        self._text.setText(view.text)
        self._reason.setText(view.reason)
        self.button.say(view.button)


class _DueCard(Card):
    """One quiet line: steps of the checklist that are due again."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("steps-due")
        self._text = Prose(parent=self)
        self.button = Button(theme, "steps-due-open", kind=Kind.QUIET, parent=self)
        lines = row(self, gap=12)
        lines.setContentsMargins(20, 8, 8, 8)
        lines.addWidget(Icon(theme, "step-again", colour="accent", parent=self))
        lines.addWidget(self._text, 1)
        lines.addWidget(self.button)

    def show_view(self, view: DueView) -> None:
        self._text.setText(view.text)
        self.button.say(view.button)
