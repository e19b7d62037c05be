"""What a page is to the frame: it is told what is known, and answers with the sentence over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from datetime import datetime

    from sentwatch.texts.words import Words
    from sentwatch.ui.incident_desk import IncidentDesk
    from sentwatch.ui.known import FindingRef, Known
    from sentwatch.ui.preferences import Preferences
    from sentwatch.ui.presenters.frame import HeaderView
    from sentwatch.ui.session import Session
    from sentwatch.ui.theme import Theme
    from sentwatch.wiring import App


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """What every page may use."""

    theme: Theme
    session: Session
    app: App
    incidents: IncidentDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What a page is to tell about, in which words, at which moment."""

    known: Known
    words: Words
    now: datetime
    preferences: Preferences


class Page(QWidget):
    """The base of pages. Signals ask the frame: another page, a finding, a step of the checklist, a state's button,
    other preferences; `header_changed` carries the sentence of a page that changed by itself, `sign_in_wanted` the key
    of an account to be signed in to anew.
    """  # noqa: D205

    page_wanted = Signal(str)
    finding_wanted = Signal(object)
    header_changed = Signal(object)
    guide_wanted = Signal(object)
    """What to do about a finding: its FindingRef."""
    step_wanted = Signal(str)
    next_wanted = Signal(object)
    preferences_wanted = Signal(object)
    sign_in_wanted = Signal(str)
    telling_wanted = Signal()
    """Something came in late, or another part of the page was opened: the frame tells the page anew."""

    def __init__(self, context: PageContext, name: str) -> None:
        super().__init__()
        self.setObjectName(f"page-{name}")
        self.theme = context.theme
        self.session = context.session
        self.app = context.app

    def tell(self, telling: Telling) -> HeaderView:
        """Paint what is known, in these words."""
        raise NotImplementedError

    def open_finding(self, ref: FindingRef) -> None:
        """Show a finding of this page."""

    def set_wide(self, *, is_wide: bool) -> None:
        """Use the room: `is_wide` from about a thousand pixels of page width."""
