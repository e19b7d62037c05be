"""The card of the sending page: the chart with its tools, what is read out of it, and the same as a table beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from sentwatch.core.timeline import Bucket, Measure, TimelineRequest, TimelineView
from sentwatch.texts.words import Words
from sentwatch.ui.models.rows import Row
from sentwatch.ui.presenters.sending import SendingView, band_words, table_head, table_rows
from sentwatch.ui.theme import Theme
from sentwatch.ui.timeline_feed import TimelineFeed, clipped
from sentwatch.ui.timeline_scale import DAY_S, Visible
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Card, column, lay_out_now, row
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.table import Table
from sentwatch.ui.widgets.text import Prose, line_height
from sentwatch.ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.ports.progress import Progress
    from sentwatch.ui.background import Background

_FIRST_DAYS: Final = 60
"""So much is shown at first: what people still remember, with room to see what is usual."""
_CHART_HEIGHT: Final = 300
_TABLE_WIDTH: Final = 460
_ANY_WIDTH: Final = 16_777_215


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose mail the chart shows, told in which words, up to which moment (seconds since the epoch)."""

    account_key: str
    words: Words
    now_s: float


class ChartSource(Protocol):
    """Where the bars come from. Both are called on working threads and may raise Trouble."""

    def timeline(self, request: TimelineRequest) -> TimelineView:
        """The bars between the edges of the request."""

    def history_span(self, account_key: str) -> tuple[float, float] | None:
        """When the first and the last known message was sent (seconds since the epoch)."""


class ChartCard(Card):
    """`troubled` carries the Trouble that kept bars from being read."""

    troubled = Signal(object)
    filled = Signal()

    def __init__(
        self,
        theme: Theme,
        source: ChartSource,
        background: Background,
        *,
        name: str = "sending",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.setObjectName(f"{name}-chart-card")
        self._theme = theme
        self._source = source
        self._background = background
        self._name = name
        self._subject: Subject | None = None
        self._view: SendingView | None = None
        self.bars: TimelineView | None = None
        self.chart: Timeline | None = None
        self._is_wide = True
        self._wants_table: bool | None = None
        self._go_to: tuple[float, float] | None = None
        self._feed = TimelineFeed(source.timeline, background, parent=self)
        self._feed.arrived.connect(self._take)
        self._feed.troubled.connect(self.troubled)
        self._build()

    def _build(self) -> None:
        lines = column(self, gap=SPACE_INSIDE)
        lines.setContentsMargins(SPACE_BETWEEN, 12, SPACE_BETWEEN, 12)
        tools = row(gap=4)
        self.measures = Segments(self._theme, f"{self._name}-measure", parent=self)
        self.measures.chosen.connect(self._choose_measure)
        tools.addWidget(self.measures)
        tools.addStretch(1)
        self._zoom_in = self._tool(f"{self._name}-zoom-in", "plus", lambda chart: chart.zoom(0.5))
        self._zoom_out = self._tool(f"{self._name}-zoom-out", "minus", lambda chart: chart.zoom(2.0))
        self._reset = self._tool(f"{self._name}-reset", "reset", Timeline.reset)
        self.toggle = Button(self._theme, f"{self._name}-table-toggle", kind=Kind.QUIET, icon="table", parent=self)
        self.toggle.setCheckable(True)
        self.toggle.clicked.connect(self._turn_table)
        for button in (self._zoom_in, self._zoom_out, self._reset, self.toggle):
            tools.addWidget(button)
        lines.addLayout(tools)
        self._read_out = Prose(role="small", parent=self)
        self._read_out.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        lines.addWidget(self._read_out)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(SPACE_BETWEEN)
        place = QWidget(self)
        self._chart_place = column(place, gap=0)
        self._beside.addWidget(place, 1)
        self.table = Table(self._theme, f"{self._name}-table", numbers=frozenset({1, 2, 3}), wide=0, parent=self)
        self.table.setFixedHeight(_CHART_HEIGHT)
        self.table.opened.connect(self._open_bar)
        self._beside.addWidget(self.table)
        lines.addLayout(self._beside)
        self._caption = Prose(role="muted", parent=self)
        lines.addWidget(self._caption)

    def _tool(self, name: str, icon: str, act: Callable[[Timeline], None]) -> Button:
        button = Button(self._theme, name, kind=Kind.QUIET, icon=icon, parent=self)
        button.clicked.connect(lambda: act(self.chart) if self.chart is not None else None)
        return button

    def say(self, view: SendingView) -> None:
        """Name everything."""
        self._view = view
        self.measures.say(view.measure_name, view.measures)
        self._zoom_in.say_by_icon(view.zoom_in)
        self._zoom_out.say_by_icon(view.zoom_out)
        self._reset.say_by_icon(view.reset)
        self.table.setAccessibleName(view.table_name)

    def show_subject(self, subject: Subject) -> None:
        """Show this account; the same one stays where it was looked at, and reaches up to now."""
        view = self._view
        assert view is not None
        is_same = self._subject is not None and self._subject.account_key == subject.account_key
        self._subject = subject
        if self.chart is None:
            self.chart = Timeline(self._theme, f"{self._name}-chart", subject.words, parent=self)
            self.chart.setFixedHeight(_CHART_HEIGHT)
            self.chart.wanted.connect(self._want)
            self.chart.pointed.connect(self._read)
            self._chart_place.addWidget(self.chart)
        self.chart.say(subject.words, name=view.chart_name, empty=view.chart_empty)
        self._feed.forget()
        if is_same and self.chart.visible_span is not None:
            self.chart.reach_to(subject.now_s)
        elif not is_same:
            self._find_span(subject)
        self._arrange()

    def go_to(self, span: tuple[float, float] | None) -> None:
        """Go to a span, as soon as there is a chart to show it on."""
        self._go_to = span
        self._go()

    def ask_again(self) -> None:
        """Try once more what did not work."""
        self._feed.forget()
        if self._subject is not None:
            self._find_span(self._subject)

    def stop(self) -> None:
        """Hear no more of what was asked: the card is about to go."""
        self._subject = None
        self._feed.stop()

    def set_wide(self, *, is_wide: bool) -> None:
        """The table beside the chart, or below it."""
        self._is_wide = is_wide
        self._arrange()

    def _choose_measure(self, measure: object) -> None:
        if isinstance(measure, Measure) and self.chart is not None:
            self.chart.take_measure(measure)
            self._show_words()

    def _find_span(self, subject: Subject) -> None:
        source = self._source

        def work(_cancel: CancelToken, _progress: Progress) -> tuple[float, float] | None:
            return source.history_span(subject.account_key)

        def take(span: tuple[float, float] | None) -> None:
            if self._subject is not None and self._subject.account_key == subject.account_key:
                self._show_span(span, subject.now_s)

        def failed(problem: Exception) -> None:
            if self._subject is None:
                return
            from sentwatch.core.trouble import Trouble

            if not isinstance(problem, Trouble):
                raise problem
            self.troubled.emit(problem)

        self._background.task(work).then(take, failed=failed).start()

    def _show_span(self, span: tuple[float, float] | None, now_s: float) -> None:
        assert self.chart is not None
        first_s, last_s = span if span is not None else (now_s - _FIRST_DAYS * DAY_S, now_s)
        first_s, last_s = min(first_s, now_s - DAY_S), max(last_s, now_s)
        start_s = max(first_s, last_s - _FIRST_DAYS * DAY_S)
        self.chart.show_span(Visible(start_s=start_s, end_s=last_s, first_s=first_s, last_s=last_s))
        self._go()

    def _go(self) -> None:
        if self._go_to is not None and self.chart is not None and self.chart.visible_span is not None:
            start, end = self._go_to
            self._go_to = None
            self.chart.go_to(start, end)

    def _want(self, seen: Visible) -> None:
        if self._subject is not None and self.chart is not None:
            self._feed.ask(self._subject.account_key, seen, self.chart.step, self._subject.words.zone)
            self._show_words()

    def _take(self, bars: TimelineView) -> None:
        self.bars = bars
        if self.chart is not None:
            self.chart.show_view(bars)
        self._show_words()
        self.filled.emit()
        lay_out_now()

    def _show_words(self) -> None:
        """The line below the chart and the table follow what is visible."""
        chart, bars, subject, view = self.chart, self.bars, self._subject, self._view
        if chart is None or bars is None or subject is None or view is None or chart.visible_span is None:
            return
        measure = self.measures.value
        assert isinstance(measure, Measure)
        self._caption.setText("\n".join(part for part in (band_words(bars, measure, subject.words), view.keys) if part))
        if chart.pointed_bucket is None:
            self._read_out.setText(view.hint)
        if self.table.isVisibleTo(self):
            rows = table_rows(clipped(bars, chart.visible_span), subject.words)
            self.table.show_rows(
                table_head(subject.words),
                [Row(cells=r.cells, value=r.bucket, severity=r.severity, spoken=r.spoken) for r in rows],
            )

    def _read(self, said: str) -> None:
        self._read_out.setText(said or (self._view.hint if self._view is not None else ""))

    def _open_bar(self, bucket: object) -> None:
        if isinstance(bucket, Bucket) and self.chart is not None:
            self.chart.go_to(bucket.start_s, bucket.end_s)

    def _turn_table(self) -> None:
        self._wants_table = not self.table.isVisibleTo(self)
        self._arrange()

    def _arrange(self) -> None:
        """Beside the chart where there is room, unless it was asked away; below it where it was asked for."""
        direction = QBoxLayout.Direction.LeftToRight if self._is_wide else QBoxLayout.Direction.TopToBottom
        self._beside.setDirection(direction)
        self.table.setMinimumWidth(_TABLE_WIDTH if self._is_wide else 0)
        self.table.setMaximumWidth(_TABLE_WIDTH if self._is_wide else _ANY_WIDTH)
        # Room for the longest sentence, so that the chart does not jump while bars are read out.
        self._read_out.ensurePolished()
        lines = 1 if self._is_wide else 2
        self._read_out.setMinimumHeight(lines * line_height(self._read_out.text(), self._read_out.font()))
        is_shown = self._wants_table if self._wants_table is not None else self._is_wide
        self.table.setVisible(is_shown)
        self.toggle.setChecked(is_shown)
        if self._view is not None:
            self.toggle.say_by_icon(self._view.hide_table if is_shown else self._view.show_table)
        self._show_words()
