"""The checklist: at a glance, step by step, with its guides, and what belongs to it beside the steps."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from sentwatch.core.phrase import N_
from sentwatch.ui.checklist_desk import ChecklistDesk
from sentwatch.ui.checklist_papers import PAPERS
from sentwatch.ui.outside import open_outside
from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.paper_out import PaperOut
from sentwatch.ui.presenters.checklist import checklist, header
from sentwatch.ui.presenters.checklist_step import StepPageView, step_page
from sentwatch.ui.presenters.checklist_tools import Tool
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.papers import PaperWish, saved
from sentwatch.ui.presenters.progress import ProgressView, progress
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.tokens import SPACE_AROUND
from sentwatch.ui.widgets.checklist_front import ChecklistFront
from sentwatch.ui.widgets.frames import Scroll, column, lay_out_now
from sentwatch.ui.widgets.guide_page import GuidePage
from sentwatch.ui.widgets.reading_order import follow_reading_order
from sentwatch.ui.widgets.saved_bar import SavedBar
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.step_sheet import StepSheet
from sentwatch.ui.widgets.tool_pane import ToolPane

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sentwatch.core.playbooks.checklist import StepAnswer, StepState
    from sentwatch.texts.guide import Guide
    from sentwatch.ui.known import Known
    from sentwatch.ui.pages.checklist_tools import ChecklistTools

_DAY_S: Final = 86_400


class ChecklistPage(Page):
    """A stack: the list, one step, a guide, and the tools. The way back, and Alt+Left, lead to where one came from."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "checklist")
        self.desk = ChecklistDesk(self.app, self.session, parent=self)
        self.desk.changed.connect(self._repaint)
        self.desk.looked.connect(self._paint_look)
        self._telling: Telling | None = None
        self._read_for: Known | None = None
        self._is_wide = True
        self._before: tuple[str, StepAnswer | None] | None = None
        self._step_id = ""
        self._is_from_step = False
        self._guide_shown = ""
        self._came_from: list[str] = []
        self.trouble = TroublePanel(self.theme, "checklist-trouble", parent=self)
        self.trouble.retried.connect(self.desk.read)
        self.trouble.hide()
        self.front = ChecklistFront(self.theme)
        self.sheet = StepSheet(self.theme)
        self.guide = GuidePage(self.theme)
        self._tools: ChecklistTools | None = None
        self.saved = SavedBar(self.theme, "checklist-saved", parent=self)
        self._out = PaperOut(self.app, self.session, self)
        self._shown: QWidget = self.front
        self._stack = QStackedWidget(self)
        self._scrolls: dict[QWidget, Scroll] = {}
        self._stack_up((self.front, self.sheet, self.guide))
        both = column(self, gap=0)
        room = column(top := QWidget(self), gap=0)
        room.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, 0)
        room.addWidget(self.trouble)
        room.addWidget(self.saved)
        both.addWidget(top)
        both.addWidget(self._stack, 1)
        self._connect()

    @property
    def tools(self) -> ChecklistTools:
        """What belongs to the list beside its steps; built when it is first asked for."""
        if self._tools is None:
            from sentwatch.ui.pages.checklist_tools import ChecklistTools

            self._tools = ChecklistTools(self.theme, self.desk, self)
            self._stack_up(self._tools.panes)
            self._tools.wanted.connect(self._show_tool)
            self._tools.left.connect(self._leave_tool)
            self._tools.paper_wanted.connect(self._hand_on)
            self._tools.finding_wanted.connect(self.finding_wanted)
        return self._tools

    def _stack_up(self, parts: Iterable[QWidget]) -> None:
        for part in parts:
            self._scrolls[part] = Scroll(part, parent=self)
            self._stack.addWidget(self._scrolls[part])

    def go_back(self) -> None:
        """To where one came from."""
        if self._shown is self.sheet:
            self.show_list()
        elif self._shown is self.guide:
            self._back_from_guide()
        elif isinstance(self._shown, ToolPane):
            self._shown.back_wanted.emit()

    def _connect(self) -> None:
        back = QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self)
        back.activated.connect(self.go_back)
        self.front.step_wanted.connect(self.open_step)
        self.front.audience_wanted.connect(self.desk.choose_audience)
        self.front.news_seen.connect(self.desk.saw_news)
        self.front.paper_wanted.connect(lambda wish: self._hand_on(wish, None))
        self._out.saved.connect(self._say_saved)
        self.front.tool_wanted.connect(self.open_tool)
        sheet = self.sheet
        sheet.back_wanted.connect(self.show_list)
        sheet.step_wanted.connect(self.open_step)
        sheet.guide_wanted.connect(self.open_guide)
        sheet.outside_wanted.connect(open_outside)
        sheet.tool_wanted.connect(self.open_tool)
        sheet.noted.connect(self.desk.write_note)
        sheet.answer.answered.connect(self._answer)
        sheet.answer.put_off.connect(self._put_off)
        sheet.answer.undone.connect(self._undo)
        sheet.stand.finding_wanted.connect(self.finding_wanted)
        sheet.stand.again_wanted.connect(self._look_again)
        sheet.stand.cancel_wanted.connect(self.desk.cancel_look)
        self.guide.back_wanted.connect(self._back_from_guide)
        self.guide.guide.guide_wanted.connect(self.open_guide)
        self.guide.guide.page_wanted.connect(open_outside)

    def tell(self, telling: Telling) -> HeaderView:
        """Paint the checklist; where something else is known now, read it anew."""
        self._telling = telling
        if telling.known is not self._read_for:
            self._read_for = telling.known
            self.desk.read()
        self._paint()
        return self._header(telling)

    def open_step(self, step_id: str) -> None:
        """Read one step."""
        if self._before is not None and self._before[0] != step_id:
            self._before = None
        self._step_id = step_id
        self._came_from = []
        self._show(self.sheet)

    def show_list(self) -> None:
        """Back to the whole list, at the step that was read."""
        step_id = self._step_id
        self._show(self.front, keeps_place=True)
        chosen = self.front.choose(step_id) if step_id else None
        if chosen is not None:
            # After the list has its place again.
            QTimer.singleShot(0, self, lambda: self._scrolls[self.front].ensureWidgetVisible(chosen))

    def open_guide(self, name: str) -> None:
        """Read a guide that another one names."""
        if self._guide_shown and self._shown is self.guide:
            self._came_from.append(self._guide_shown)
        self._guide_shown = name
        self._show(self.guide)

    def open_tool(self, tool: Tool) -> None:
        """Open what belongs to the list."""
        self._is_from_step = self._shown is self.sheet
        self.tools.open(tool)

    def set_wide(self, *, is_wide: bool) -> None:
        """Use the room."""
        self._is_wide = is_wide
        self.front.set_wide(is_wide=is_wide)

    def _header(self, telling: Telling) -> HeaderView:
        if self.desk.book is None:
            return HeaderView(sentence=telling.words(N_("Checklist")))
        return header(self.desk.book.now.views, telling.words, now=telling.now)

    def _repaint(self) -> None:
        """Something was read or changed: paint it, and let the frame know."""
        if self._telling is not None:
            self._paint()
            self.header_changed.emit(self._header(self._telling))

    def _paint(self) -> None:
        telling, desk = self._telling, self.desk
        if telling is None:
            return
        self.trouble.setVisible(desk.trouble is not None)
        if desk.trouble is not None:
            self.trouble.show_view(trouble_view(desk.trouble, telling.words))
        self._stack.setVisible(desk.book is not None)
        if self.saved.isVisibleTo(self):
            self.saved.say(saved(self.saved.path, telling.words))
        if desk.book is None:
            return
        if isinstance(self._shown, ToolPane):
            self.tools.paint(self._shown, telling)
        elif self._shown is self.front:
            self.front.show_view(checklist(desk.book, telling.words, now=telling.now))
        elif self._shown is self.sheet:
            self._paint_step(telling)
        elif self._guide_shown:
            self._fetch_guide(self._guide_shown)

    def _paint_step(self, telling: Telling) -> None:
        if not self._step_id or self.desk.book is None:
            return
        view = step_page(
            self._step_id, self.desk.book, telling.known, telling.words, now=telling.now, system=sys.platform
        )
        if view is None:
            # The other audience has no such step.
            self._step_id = ""
            self._show(self.front)
            return
        self.sheet.show_view(view)
        self.sheet.answer.offer_undo(can_undo=self._before is not None and self._before[0] == view.id)
        self._paint_look()
        self._fetch_step_guide(view, telling)

    def _fetch_step_guide(self, view: StepPageView, telling: Telling) -> None:
        if not view.guide:
            self.sheet.show_guide(None)
            return

        def take(guide: Guide) -> None:
            shown = self.sheet.view
            if shown is not None and shown.id == view.id and self.sheet.show_guide(guide):
                self._settle()

        self.desk.guide(view.guide, telling.words.lang, take)

    def _fetch_guide(self, name: str) -> None:
        telling = self._telling
        if telling is None:
            return
        back = telling.words(N_("Back"))

        def take(guide: Guide) -> None:
            if name == self._guide_shown and self.guide.show_guide(guide, back=back):
                self._settle()

        self.desk.guide(name, telling.words.lang, take)

    def _back_from_guide(self) -> None:
        if self._came_from:
            self._guide_shown = self._came_from.pop()
            self._fetch_guide(self._guide_shown)
            self._scrolls[self.guide].verticalScrollBar().setValue(0)
        else:
            self._guide_shown = ""
            self._show(self.sheet, keeps_place=True)

    def _paint_look(self) -> None:
        telling, desk, view = self._telling, self.desk, self.sheet.view
        if telling is None or view is None:
            return
        is_here = bool(desk.looking_at) and desk.looking_at == view.id
        shown: ProgressView | None = None
        if is_here:
            begins = ProgressView(what=telling.words(N_("Beginning …")), detail="", share=None)
            shown = progress(desk.step, telling.words) if desk.step is not None else begins
        self.sheet.stand.show_progress(shown, cancel=telling.words(N_("Cancel")))
        self.sheet.stand.again.setEnabled(not desk.looking_at)
        failed = desk.look_trouble if desk.look_failed_at == view.id else None
        self.sheet.stand.show_trouble(trouble_view(failed, telling.words) if failed is not None else None)

    def _look_again(self) -> None:
        self.desk.check_again(self._step_id)

    def _answer(self, state: StepState) -> None:
        self._remember_answer()
        self.desk.answer(self._step_id, state)

    def _put_off(self, days: int) -> None:
        if self._telling is not None:
            from datetime import timedelta

            self._remember_answer()
            self.desk.put_off(self._step_id, self._telling.now + timedelta(seconds=days * _DAY_S))

    def _remember_answer(self) -> None:
        detail = self.desk.book.now.detail(self._step_id) if self.desk.book is not None else None
        if detail is not None:
            self._before = (self._step_id, detail.answer)

    def _undo(self) -> None:
        if self._before is not None:
            (step_id, before), self._before = self._before, None
            self.desk.put_back(step_id, before)

    def _show_tool(self, pane: ToolPane | None) -> None:
        """Show this pane; None where only words of the one shown have changed."""
        if pane is None:
            self._settle()
            return
        self._show(pane)

    def _leave_tool(self) -> None:
        if self._is_from_step and self._step_id:
            self._show(self.sheet, keeps_place=True)
        else:
            self._show(self.front, keeps_place=True)

    def _hand_on(self, wish: PaperWish, tool: Tool | None) -> None:
        """Print or save the list, or the paper of a tool."""
        if self._telling is not None:
            name, make = PAPERS[tool]
            day = self._telling.now.astimezone(self._telling.words.zone).date().isoformat()
            self._out.hand_on(wish, f"{name}-{day}", make, self._telling.words)

    def _say_saved(self, path: Path) -> None:
        self.saved.show_path(path)
        self._paint()
        self._settle()

    def _show(self, part: QWidget, *, keeps_place: bool = False) -> None:
        scroll, self._shown = self._scrolls[part], part
        self._stack.setCurrentWidget(scroll)
        if not keeps_place:
            scroll.verticalScrollBar().setValue(0)
        self._paint()
        self._settle()

    def _settle(self) -> None:
        follow_reading_order(self.window())
        lay_out_now()
