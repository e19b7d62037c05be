"""The heart: the chart that zooms from years to minutes, the same as a table, and what stood out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from sentwatch.core.timeline import Bucket, Measure, TimelineView
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef
from sentwatch.ui.models.rows import Row
from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.presenters.findings import letter_for
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sending import SendingView, band_words, sending, table_head, table_rows
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.presenters.times import zone_of
from sentwatch.ui.timeline_feed import TimelineFeed, clipped
from sentwatch.ui.timeline_scale import DAY_S, Visible
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.finding_browser import FindingBrowser
from sentwatch.ui.widgets.frames import Card, Scroll, column, lay_out_now, row
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.states import StatePanel, TroublePanel
from sentwatch.ui.widgets.table import Table
from sentwatch.ui.widgets.text import PlainLabel, Prose, line_height
from sentwatch.ui.widgets.timeline import Timeline

_FIRST_DAYS = 60
"""So much is shown at first: what people still remember, with room to see what is usual."""
_CHART_HEIGHT = 300
_TABLE_WIDTH = 460


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the chart is about now."""

    account_key: str
    words: Words


class SendingPage(Page):
    """One account at a time; the chooser appears where there are several."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "sending")
        theme = self.theme
        self._telling: Telling | None = None
        self._view: SendingView | None = None
        self._shown: _Shown | None = None
        self._bars: TimelineView | None = None
        self._is_wide = True
        self._wants_table: bool | None = None
        self._go_to: tuple[float, float] | None = None
        self._state = StatePanel(theme, "sending-state", parent=self)
        self._state.wanted.connect(self.next_wanted)
        content = QWidget()
        self._scroll = Scroll(content, parent=self)
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        self._accounts = Chooser(theme, "sending-accounts")
        self._accounts.chosen.connect(self._choose_account)
        lines.addWidget(self._accounts, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self._trouble = TroublePanel(theme, "sending-trouble")
        self._trouble.retried.connect(self._ask_again)
        self._trouble.hide()
        lines.addWidget(self._trouble)
        lines.addWidget(self._build_chart())
        self._findings_heading = PlainLabel(role="strong")
        lines.addWidget(self._findings_heading)
        self._quiet = Prose(role="quiet")
        lines.addWidget(self._quiet)
        self.browser = FindingBrowser(theme, "sending-findings")
        self.browser.answered.connect(self.session.answer)
        lines.addWidget(self.browser)
        lines.addStretch(1)
        both = column(self, gap=0)
        both.addWidget(self._scroll, 1)
        both.addWidget(self._state, 1)
        self._feed = TimelineFeed(self.session.actions.timeline, self.session.background, parent=self)
        self._feed.arrived.connect(self._take)
        self._feed.troubled.connect(self._show_trouble)

    def _build_chart(self) -> QWidget:
        theme = self.theme
        card = Card()
        card.setObjectName("sending-chart-card")
        lines = column(card, gap=SPACE_INSIDE)
        lines.setContentsMargins(SPACE_BETWEEN, 12, SPACE_BETWEEN, 12)
        tools: QHBoxLayout = row(gap=4)
        self._measures = Segments(theme, "sending-measure", parent=card)
        self._measures.chosen.connect(self._choose_measure)
        self.zoom_in = Button(theme, "sending-zoom-in", kind=Kind.QUIET, icon="plus", parent=card)
        self.zoom_out = Button(theme, "sending-zoom-out", kind=Kind.QUIET, icon="minus", parent=card)
        self.reset = Button(theme, "sending-reset", kind=Kind.QUIET, icon="reset", parent=card)
        self.toggle = Button(theme, "sending-table-toggle", kind=Kind.QUIET, icon="table", parent=card)
        self.toggle.setCheckable(True)
        tools.addWidget(self._measures)
        tools.addStretch(1)
        for button in (self.zoom_in, self.zoom_out, self.reset, self.toggle):
            tools.addWidget(button)
        lines.addLayout(tools)
        self._read_out = Prose(role="small", parent=card)
        self._read_out.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        lines.addWidget(self._read_out)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(SPACE_BETWEEN)
        self._chart_place = QWidget(card)
        column(self._chart_place, gap=0)
        self._chart: Timeline | None = None
        self._beside.addWidget(self._chart_place, 1)
        self.table = Table(theme, "sending-table", numbers=frozenset({1, 2, 3}), wide=0, parent=card)
        self.table.opened.connect(self._open_bar)
        self._beside.addWidget(self.table)
        lines.addLayout(self._beside)
        self._caption = Prose(role="muted", parent=card)
        lines.addWidget(self._caption)
        self.zoom_in.clicked.connect(lambda: self._on_chart(lambda chart: chart.zoom(0.5)))
        self.zoom_out.clicked.connect(lambda: self._on_chart(lambda chart: chart.zoom(2.0)))
        self.reset.clicked.connect(lambda: self._on_chart(Timeline.reset))
        self.toggle.clicked.connect(self._turn_table)
        return card

    @property
    def chart(self) -> Timeline | None:
        """The chart, None before there is an account to show."""
        return self._chart

    def tell(self, telling: Telling) -> HeaderView:
        """Paint what is known; the chart stays where it was looked at."""
        view = sending(telling.known, telling.words, now=telling.now)
        self._telling, self._view = telling, view
        alone = view.state is not None
        self._state.setVisible(alone)
        self._scroll.setVisible(not alone)
        if view.state is not None:
            self._state.show_view(view.state)
            return view.header
        self._accounts.setVisible(len(view.accounts) > 1)
        self._accounts.say_choices(view.account_name, [(choice.key, choice.name) for choice in view.accounts])
        self._measures.say(view.measure_name, view.measures)
        self.zoom_in.say_by_icon(view.zoom_in)
        self.zoom_out.say_by_icon(view.zoom_out)
        self.reset.say_by_icon(view.reset)
        self.table.setAccessibleName(view.table_name)
        self._findings_heading.setText(view.findings_heading)
        self._quiet.setText(view.quiet)
        self._quiet.setVisible(not view.rows)
        self.browser.setVisible(bool(view.rows))
        self.browser.say(list_name=view.findings_heading, back=view.back)
        self.browser.show_rows(view.rows, lambda ref: letter_for(ref, telling.known, telling.words, now=telling.now))
        self._show_account(str(self._accounts.value), again=True)
        self._arrange()
        return view.header

    def open_finding(self, ref: FindingRef) -> None:
        """Read a finding, and show its time on the chart."""
        if self._view is not None and any(choice.key == ref.account_key for choice in self._view.accounts):
            self._accounts.take(ref.account_key)
            self._show_account(ref.account_key, again=False)
        self.browser.open_finding(ref)
        self._go_to = self._span_of(ref)
        self._go()

    def set_wide(self, *, is_wide: bool) -> None:
        """The table beside the chart, or below it."""
        self._is_wide = is_wide
        self._arrange()
        self.browser.set_wide(is_wide=is_wide)

    def _choose_account(self, key: object) -> None:
        self._show_account(str(key), again=False)

    def _choose_measure(self, measure: object) -> None:
        if isinstance(measure, Measure) and self._chart is not None:
            self._chart.take_measure(measure)
            self._show_words()

    def _show_account(self, key: str, *, again: bool) -> None:
        telling, view = self._telling, self._view
        report = next((r for r in telling.known.reports if r.account_key == key), None) if telling else None
        if telling is None or view is None or report is None:
            return
        words = telling.words.in_zone(zone_of(report.time_zone, telling.words))
        is_new = self._shown is None or self._shown.account_key != key
        self._shown = _Shown(key, words)
        if self._chart is None:
            self._chart = Timeline(self.theme, "sending-chart", words, parent=self._chart_place)
            self._chart.setFixedHeight(_CHART_HEIGHT)
            self._chart.wanted.connect(self._want)
            self._chart.pointed.connect(self._read)
            place = self._chart_place.layout()
            assert place is not None
            place.addWidget(self._chart)
        self._chart.say(words, name=view.chart_name, empty=view.chart_empty)
        self._feed.forget()
        if is_new:
            self._find_span(key)
        elif again and self._chart.visible_span is not None:
            self._want(self._chart.visible_span)
        self._show_words()

    def _find_span(self, key: str) -> None:
        actions = self.session.actions

        def work(_cancel: CancelToken, _progress: Progress) -> tuple[float, float] | None:
            return actions.history_span(key)

        def take(span: tuple[float, float] | None) -> None:
            if self._shown is not None and self._shown.account_key == key:
                self._show_span(span)

        def failed(problem: Exception) -> None:
            if not isinstance(problem, Trouble):
                raise problem
            self._show_trouble(problem)

        self.session.background.task(work).then(take, failed=failed).start()

    def _show_span(self, span: tuple[float, float] | None) -> None:
        if self._chart is None or self._telling is None:
            return
        now_s = self._telling.now.timestamp()
        first_s = min(span[0], now_s - DAY_S) if span is not None else now_s - _FIRST_DAYS * DAY_S
        last_s = max(now_s, span[1] if span is not None else now_s)
        seen = Visible(start_s=max(first_s, last_s - _FIRST_DAYS * DAY_S), end_s=last_s, first_s=first_s, last_s=last_s)
        self._chart.show_span(seen)
        self._go()

    def _go(self) -> None:
        """Go to the finding that was asked for, as soon as there is a chart to show it on."""
        if self._go_to is not None and self._chart is not None and self._chart.visible_span is not None:
            start, end = self._go_to
            self._go_to = None
            self._chart.go_to(start, end)

    def _span_of(self, ref: FindingRef) -> tuple[float, float] | None:
        if self._telling is None:
            return None
        for report, reported in self._telling.known.present():
            finding = reported.finding
            if (report.account_key, finding.kind.code, finding.subject) == (ref.account_key, ref.code, ref.subject):
                start, end = finding.params.get("start"), finding.params.get("end")
                if isinstance(start, datetime) and isinstance(end, datetime):
                    return start.timestamp(), end.timestamp()
        return None

    def _want(self, seen: Visible) -> None:
        if self._shown is not None and self._chart is not None:
            self._feed.ask(self._shown.account_key, seen, self._chart.step, self._shown.words.zone)
            self._show_words()

    def _ask_again(self) -> None:
        self._trouble.hide()
        self._feed.forget()
        if self._shown is not None:
            self._find_span(self._shown.account_key)

    def _take(self, bars: TimelineView) -> None:
        self._trouble.hide()
        self._bars = bars
        if self._chart is not None:
            self._chart.show_view(bars)
        self._show_words()
        lay_out_now()

    def _show_trouble(self, problem: Trouble) -> None:
        if self._telling is not None:
            self._trouble.show_view(trouble_view(problem, self._telling.words))
            self._trouble.show()

    def _show_words(self) -> None:
        """The line below the chart and the table follow what is visible."""
        chart, bars, shown, view = self._chart, self._bars, self._shown, self._view
        if chart is None or bars is None or shown is None or view is None or chart.visible_span is None:
            return
        measure = self._measures.value
        assert isinstance(measure, Measure)
        self._caption.setText("\n".join(part for part in (band_words(bars, measure, shown.words), view.keys) if part))
        if not self._read_out.text() or chart.pointed_bucket is None:
            self._read_out.setText(view.hint)
        if self.table.isVisibleTo(self):
            rows = table_rows(clipped(bars, chart.visible_span), shown.words)
            self.table.show_rows(
                table_head(shown.words),
                [Row(cells=r.cells, value=r.bucket, severity=r.severity, spoken=r.spoken) for r in rows],
            )

    def _read(self, said: str) -> None:
        self._read_out.setText(said or (self._view.hint if self._view is not None else ""))

    def _open_bar(self, bucket: object) -> None:
        if isinstance(bucket, Bucket) and self._chart is not None:
            self._chart.go_to(bucket.start_s, bucket.end_s)

    def _on_chart(self, act: object) -> None:
        if self._chart is not None and callable(act):
            act(self._chart)

    def _turn_table(self) -> None:
        self._wants_table = not self.table.isVisibleTo(self)
        self._arrange()

    def _arrange(self) -> None:
        """Beside the chart where there is room, unless it was asked away; below it where it was asked for."""
        is_shown = self._wants_table if self._wants_table is not None else self._is_wide
        self._beside.setDirection(
            QBoxLayout.Direction.LeftToRight if self._is_wide else QBoxLayout.Direction.TopToBottom
        )
        if self._is_wide:
            self.table.setFixedWidth(_TABLE_WIDTH)
        else:
            self.table.setMinimumWidth(0)
            self.table.setMaximumWidth(16_777_215)
        self.table.setFixedHeight(_CHART_HEIGHT)
        # Room for the longest sentence, so that the chart does not jump while bars are read out.
        lines = 1 if self._is_wide else 2
        self._read_out.ensurePolished()
        self._read_out.setMinimumHeight(lines * line_height(self._read_out.text(), self._read_out.font()))
        self.table.setVisible(is_shown)
        self.toggle.setChecked(is_shown)
        if self._view is not None:
            self.toggle.say_by_icon(self._view.hide_table if is_shown else self._view.show_table)
        self._show_words()
