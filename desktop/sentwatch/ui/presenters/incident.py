"""The incident guide in words: where it stands, its steps by phase, and the four ways to begin one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import Need, Playbooks, Situation
from sentwatch.core.playbooks.incident_progress import Incident, JournalEntry, Mark, StepStanding, next_step
from sentwatch.core.providers import Provider, Trust
from sentwatch.texts.plain import plain
from sentwatch.texts.provider_pages import PAGE_NAMES
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.accounts import QuestionView
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.times import ago, dotted, zone_of

if TYPE_CHECKING:
    from sentwatch.service.incident_look import IncidentLook
    from sentwatch.ui.known import Known

EVIDENCE_STEP: Final = "save-evidence"
TITLE: Final = N_("Incident guide")
AUDIENCES: Final = {Audience.INDIVIDUAL: N_("Just me"), Audience.SMALL_OFFICE: N_("An office")}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A page outside: what it is, where it leads, and a word on how sure we are."""

    text: str
    url: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """Somebody to call: `phone` is empty where we know none."""

    name: str
    detail: str
    phone: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step. `buttons` are what can be said of it now."""

    id: str
    mark: Mark
    title: str
    facts: str
    do: tuple[str, ...]
    why: str
    needs: str
    by_hand: str
    """What to do where we know no page of the provider, empty where we do or none is needed."""
    links: tuple[LinkView, ...]
    letters: tuple[tuple[str, str], ...]
    desks: tuple[DeskView, ...]
    is_next: bool
    can_change: bool
    may_be_skipped: bool
    spoken: str

    @property
    def saves_evidence(self) -> bool:
        """Whether the evidence can be saved from here."""
        return self.id == EVIDENCE_STEP


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseView:
    """The steps of one phase."""

    heading: str
    progress: str
    is_complete: bool
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWords:
    """The words that all steps share."""

    done: str
    skip: str
    undo: str
    save_evidence: str
    why: str
    pages: str
    letters: str
    call: str
    site: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideView:
    """The guide of one incident."""

    header: HeaderView
    lead: str
    phases: tuple[PhaseView, ...]
    next_id: str | None
    over: str
    another: str
    """The button that begins another guide, empty while this one is under way."""
    words: StepWords
    parts: tuple[tuple[str, str], ...]
    parts_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationView:
    """One thing that may have happened."""

    situation: Situation
    title: str
    lead: str
    begin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginView:
    """Nothing is under way: what has happened, and where."""

    header: HeaderView
    mailbox: str
    mailboxes: tuple[tuple[str, str], ...]
    whom: str
    audiences: tuple[tuple[object, str], ...]
    situations: tuple[SituationView, ...]
    back: str


_GENERAL: Final = ("panel", "manager", "account", "admin", "mail_settings", "settings", "webmail", "help")

STEPS: Final = "steps"
LETTERS: Final = "letters"
RECORD: Final = "record"


def guide(look: IncidentLook, words: Words, *, now: datetime) -> GuideView:
    """The incident as it stands; times in the zone of its account."""
    words = words.in_zone(zone_of(look.time_zone, words))
    chosen = next_step(look.phases)
    next_id = chosen.step.id if chosen is not None and look.incident.ended_at is None else None
    steps = [one for phase in look.phases for one in phase.steps]
    names = dict(look.books.phases)
    return GuideView(
        header=HeaderView(
            sentence=look.book.title.said(words.lang),
            detail=dotted(
                look.account.address if look.account is not None else "",
                _state(look.incident, words, now=now),
                words(N_("{done} of {total} steps done"), done=_settled(steps), total=len(steps)),
            ),
        ),
        lead=look.book.lead.said(words.lang) if next_id is not None and not look.incident.journal else "",
        phases=tuple(
            PhaseView(
                heading=names[phase.phase].said(words.lang),
                progress=words(N_("{done} of {total}"), done=_settled(phase.steps), total=len(phase.steps)),
                is_complete=phase.is_complete,
                steps=tuple(_step(one, look, words, now=now, next_id=next_id) for one in phase.steps),
            )
            for phase in look.phases
        ),
        next_id=next_id,
        over=_over(look, words, next_id=next_id),
        another=words(N_("Begin another guide …")) if look.incident.ended_at is not None else "",
        words=step_words(words),
        parts=(
            (STEPS, words(N_("Step by step"))),
            (LETTERS, words(N_("Letters and reports"))),
            (RECORD, words(N_("Journal"))),
        ),
        parts_name=words(N_("Parts of the guide")),
    )


def step_words(words: Words) -> StepWords:
    """What stands on every step."""
    return StepWords(
        done=words(N_("Done")),
        skip=words(N_("Does not apply")),
        undo=words(N_("Take back")),
        save_evidence=words(N_("Save evidence …")),
        why=words(N_("Why")),
        pages=words(N_("At your provider")),
        letters=words(N_("Text ready to send")),
        call=words(N_("Whom to ask")),
        site=words(N_("Web page")),
    )


def begin(known: Known, books: Playbooks, words: Words, *, can_go_back: bool) -> BeginView:
    """What may have happened, in the order of gravity."""
    mailboxes = [(one.id, one.address) for one in known.accounts]
    return BeginView(
        header=HeaderView(
            sentence=words(TITLE),
            detail=words(N_("For the day when something has happened: one step after the other, at your pace.")),
        ),
        mailbox=words(N_("Which mailbox?")),
        mailboxes=(*mailboxes, ("", words(N_("One that is not set up here")))),
        whom=words(N_("Who is affected?")),
        audiences=tuple((one, words(name)) for one, name in AUDIENCES.items()),
        situations=tuple(
            SituationView(
                situation=book.situation,
                title=book.title.said(words.lang),
                lead=words(_WHEN[book.situation]),
                begin=words(N_("Begin")),
            )
            for book in (books.book(one) for one in Situation)
        ),
        back=words(N_("Back to the guide")) if can_go_back else "",
    )


_WHEN: Final = {
    Situation.MAILBOX_IN_USE: N_("There is mail in Sent that nobody here wrote, or people ask about mail from you."),
    Situation.RULE_FOUND: N_("Mail is forwarded, moved or deleted by a rule that nobody here made."),
    Situation.PASSWORD_LEAKED: N_("Somebody typed it into a false page, or it turned up in a leak."),
    Situation.ADDRESS_FORGED: N_("Error mails arrive for mail you never sent, and nothing in Sent is unknown."),
}


def ending(words: Words) -> QuestionView:
    """Before an incident is closed."""
    return QuestionView(
        title=words(N_("End this incident?")),
        detail=words(
            N_("The guide closes. Its journal and its letters stay here, and you can open it again at any time.")
        ),
        do=words(N_("End it")),
        keep=words(N_("Go on")),
    )


def link_detail(url: str, trust: Trust, words: Words) -> str:
    """Where a link leads, and whether anybody has looked."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return dotted(host, words(N_("not checked by us")) if trust is Trust.HINT else "")


def _state(incident: Incident, words: Words, *, now: datetime) -> str:
    if incident.ended_at is not None:
        return words(N_("ended {when}"), when=ago(incident.ended_at, words, now=now))
    return words(N_("begun {when}"), when=ago(incident.noticed_at, words, now=now))


def _settled(steps: Iterable[StepStanding]) -> int:
    return sum(not one.is_open for one in steps)


def _over(look: IncidentLook, words: Words, *, next_id: str | None) -> str:
    if look.incident.ended_at is not None:
        return words(N_("This incident is closed. What was done stands below, and it can be opened again."))
    if next_id is None:
        return words(N_("All steps are done. When the week has stayed quiet, end the incident under “Journal”."))
    return ""


def _step(standing: StepStanding, look: IncidentLook, words: Words, *, now: datetime, next_id: str | None) -> StepView:
    step, lang = standing.planned.step, words.lang
    title = step.title.said(lang)
    facts = _facts(standing, _latest(look.incident, step.id), words, now=now)
    needs = [wording.said(lang) for need, wording in look.books.needs if need in step.needs]
    is_office = look.incident.audience is Audience.SMALL_OFFICE
    office = step.office.said(lang) if step.office is not None and is_office else ""
    links = _links(step.pages, look.provider, words)
    by_hand = N_("Open your provider's page by typing its address yourself, or call it.") if step.pages else ""
    return StepView(
        id=step.id,
        mark=standing.mark,
        title=title,
        facts=facts,
        do=tuple(text for text in (step.do.said(lang), office) if text),
        why=step.why.said(lang),
        needs=words(N_("Have ready: {things}"), things=words.listed(needs)) if needs else "",
        by_hand=words(by_hand) if not links else "",
        links=links,
        letters=tuple((one.id, one.title.said(lang)) for one in look.notices if one.id in step.notices),
        desks=(*_contacts(step.needs, look, words), *_desks(step.desks, look, words)),
        is_next=step.id == next_id,
        can_change=look.incident.ended_at is None,
        may_be_skipped=step.may_be_skipped,
        spoken=". ".join(part for part in (title.rstrip(".。"), facts) if part),
    )


def _facts(standing: StepStanding, entry: JournalEntry | None, words: Words, *, now: datetime) -> str:
    if standing.is_open or standing.at is None:
        minutes = Phrase(
            text=N_("about {n} minute"),
            plural=N_("about {n} minutes"),
            count="n",
            params={"n": standing.planned.step.minutes},
        )
        return words(minutes)
    said = N_("done {when}") if standing.mark is Mark.DONE else N_("does not apply ({when})")
    return dotted(
        words(said, when=ago(standing.at, words, now=now)),
        plain(entry.by) if entry is not None else "",
        plain(standing.note, limit=200),
    )


def _latest(incident: Incident, step: str) -> JournalEntry | None:
    return next((entry for entry in reversed(incident.journal) if entry.step == step), None)


def _links(names: Iterable[str], provider: Provider | None, words: Words) -> tuple[LinkView, ...]:
    """The provider's pages for a step, each address once; where none of them is known, its general ones."""
    wanted = tuple(names)
    if provider is None or not wanted:
        return ()
    return tuple(_known_pages(provider, wanted, words)) or tuple(_known_pages(provider, _GENERAL, words))[:2]


def _known_pages(provider: Provider, names: Iterable[str], words: Words) -> Iterator[LinkView]:
    seen: set[str] = set()
    for name in names:
        page = provider.page(name)
        if page is None or name not in PAGE_NAMES or not page.url.startswith("https://") or page.url in seen:
            continue
        seen.add(page.url)
        yield LinkView(text=words(PAGE_NAMES[name]), url=page.url, detail=link_detail(page.url, page.trust, words))


def _contacts(needs: tuple[Need, ...], look: IncidentLook, words: Words) -> Iterator[DeskView]:
    """One's own people, where the step wants the contact list at hand."""
    for one in look.contacts if Need.CONTACT_LIST in needs else ():
        name = dotted(look.roles.role(one.role).said(words.lang), plain(one.name))
        yield DeskView(name=name, detail=plain(one.note), phone=plain(one.phone), url="")


def _desks(ids: tuple[str, ...], look: IncidentLook, words: Words) -> Iterator[DeskView]:
    """The desks a step names. Who reads Japanese is led to those of Japan, as on the sheet for the wall."""
    for desk in look.desks:
        if desk.id in ids and (words.lang != "ja" or desk.country == "jp"):
            yield DeskView(
                name=desk.name.said(words.lang), detail=desk.what_for.said(words.lang), phone=desk.phone, url=desk.url
            )
