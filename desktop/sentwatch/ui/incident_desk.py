"""The incidents as the window knows them: read and changed in the background, one after the other, then told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from sentwatch.core.playbooks.checklist import Audience
    from sentwatch.core.playbooks.incident import Playbooks, Situation
    from sentwatch.core.playbooks.incident_progress import Incident
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.ports.progress import Progress
    from sentwatch.service.incident_look import IncidentLook
    from sentwatch.service.incidents import IncidentGuide
    from sentwatch.ui.known import FindingRef, Known
    from sentwatch.ui.session import Session
    from sentwatch.wiring import App

T = TypeVar("T")

_LANE: Final = "incidents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of all incidents. `audience` is for whom a new one is most likely; `books` lead through them."""

    incidents: tuple[Incident, ...] = ()
    audience: Audience | None = None
    books: Playbooks | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """Which playbook each finding suggests."""

    situations: Mapping[FindingRef, Situation] = field(default_factory=dict)


class IncidentDesk(QObject):
    """`changed` comes after every change; `opened` where the page is to be shown."""

    changed = Signal()
    opened = Signal()

    def __init__(self, app: App, session: Session, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._session = session
        self._told = Told()
        self._fitting = Fitting()
        self._findings: tuple[FindingRef, ...] = ()
        self._shown: str | None = None
        self.look: IncidentLook | None = None
        self._told_of: object = None
        self._known: tuple[tuple[Known, Told, Fitting], Known] | None = None
        session.changed.connect(self._follow)

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """All of them, the latest first."""
        return self._told.incidents

    @property
    def audience(self) -> Audience:
        """For whom a new incident is most likely."""
        from sentwatch.core.playbooks.checklist import Audience

        return self._told.audience or Audience.INDIVIDUAL

    @property
    def books(self) -> Playbooks | None:
        """The playbooks, once they are read."""
        return self._told.books

    def open_for(self, account: str | None) -> Incident | None:
        """The incident of an account that is under way."""
        return next((one for one in self.incidents if one.account == account and one.ended_at is None), None)

    def situation_of(self, ref: FindingRef) -> Situation | None:
        """The playbook a finding suggests."""
        return self._fitting.situations.get(ref)

    def told(self, known: Known) -> Known:
        """What the window knows, with the incidents; the same value as long as nothing has changed."""
        parts = (known, self._told, self._fitting)
        if self._known is None or any(one is not other for one, other in zip(parts, self._known[0], strict=True)):
            whole = replace(known, incidents=self.incidents, guided=self._fitting.situations)
            self._known = (parts, whole)
        return self._known[1]

    def begin(self, situation: Situation, *, account: str | None, audience: Audience) -> None:
        """Begin, or go on with what is under way, and show it."""

        def work(guide: IncidentGuide) -> str:
            return guide.begin(situation, account=account, audience=audience).id

        self._change(work, show=True)

    def choose(self, incident_id: str) -> None:
        """Show another incident on the page."""
        self._change(lambda _guide: incident_id)

    def do(self, work: Callable[[IncidentGuide, Incident], object]) -> None:
        """Change the incident that is shown."""
        shown = self._shown

        def change(guide: IncidentGuide) -> str | None:
            incident = guide.get(shown) if shown is not None else None
            if incident is not None:
                work(guide, incident)
            return shown

        self._change(change)

    def background_task(
        self,
        work: Callable[[CancelToken, Progress], T],
        done: Callable[[T], None],
    ) -> None:
        """Do something about incidents in their turn; a trouble is told with a way to try again."""
        from sentwatch.core.trouble import Trouble

        def failed(problem: Exception) -> None:
            if not isinstance(problem, Trouble):
                raise problem
            self._session.troubled.emit(problem, lambda: self.background_task(work, done))

        self._session.background.task(work, lane=_LANE).then(done, failed=failed).start()

    def _follow(self) -> None:
        """Where accounts or findings have changed, the incidents may say other things, and others be suggested."""
        known = self._session.known
        if not self._session.is_loaded or known.trouble is not None:
            return
        told = (known.accounts, tuple((report.account_key, one.finding) for report, one in known.present()))
        if told == self._told_of:
            return
        self._told_of = told
        self._change(lambda _guide: self._shown, makes_store=False)
        self._ask_what_fits()

    def _ask_what_fits(self) -> None:
        from sentwatch.core.findings import Severity
        from sentwatch.ui.known import ref_of

        found = [
            (ref_of(report, one), one.finding)
            for report, one in self._session.known.present()
            if one.finding.severity >= Severity.NOTICE
        ]
        refs = tuple(ref for ref, _ in found)
        if refs == self._findings:
            return
        self._findings = refs
        app = self._app

        def fits(_cancel: CancelToken, _progress: Progress) -> Fitting:
            from sentwatch.core.playbooks.incident import suggested

            fitting = {ref: suggested((finding,), app.playbooks) for ref, finding in found}
            return Fitting(situations={ref: one for ref, one in fitting.items() if one is not None})

        def take(fitting: Fitting) -> None:
            if fitting != self._fitting:
                self._fitting = fitting
                self.changed.emit()

        if found:
            self.background_task(fits, take)
        else:
            take(Fitting())

    def _change(
        self,
        work: Callable[[IncidentGuide], str | None],
        *,
        show: bool = False,
        makes_store: bool = True,
    ) -> None:
        app = self._app

        def run(_cancel: CancelToken, _progress: Progress) -> tuple[Told, IncidentLook | None]:
            from sentwatch.core.playbooks.checklist import Audience

            audience = Audience(app.settings.audience)
            books = app.playbooks
            if not makes_store and not app.has_store:
                return Told(audience=audience, books=books), None
            incident_id = work(app.incidents)
            incidents = app.incidents.all()
            if incident_id is None:
                incident_id = _first(incidents)
            look = app.look_at_incident.run(incident_id) if incident_id is not None else None
            return Told(incidents=incidents, audience=audience, books=books), look

        def take(found: tuple[Told, IncidentLook | None]) -> None:
            self._told, self.look = found
            self._shown = self.look.incident.id if self.look is not None else None
            self.changed.emit()
            if show:
                self.opened.emit()

        self.background_task(run, take)


def _first(incidents: Iterable[Incident]) -> str | None:
    """The one a page begins with: the latest under way, else the latest."""
    known = tuple(incidents)
    chosen = next((one for one in known if one.ended_at is None), known[0] if known else None)
    return chosen.id if chosen is not None else None
