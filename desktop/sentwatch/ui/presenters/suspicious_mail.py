"""A suspicious mail in words: what it says of itself, whether its sender is known, its signs, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sentwatch.core.accounts import Account
from sentwatch.core.acquaintance import Acquaintance, Meeting
from sentwatch.core.check import Checked
from sentwatch.core.findings import Severity
from sentwatch.core.mail_signs import unclickable
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.report import Report
from sentwatch.core.suspicious_mail import DO, DO_NOT, IF_IT_HAPPENED, Mailbox, SuspiciousMail
from sentwatch.core.trouble import ARCHIVE_UNREADABLE, Trouble
from sentwatch.texts.render import SEVERITY_NAMES, render_finding, render_trouble
from sentwatch.texts.visible import has_hidden, visible, visible_lines
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef, Known, ref_of
from sentwatch.ui.presenters.findings import FindingRow
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.letter import LetterView, letter, split_title
from sentwatch.ui.presenters.states import TroubleView

_SHOWN_LINKS = 12
_SHOWN_TEXT = 6_000
_SHOWN_LINES = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class AskView:
    """Before a mail is given."""

    header: HeaderView
    paste: str
    hint: str
    look: str
    open: str
    drop: str
    promise: str
    open_title: str
    open_pattern: str
    reading: str
    cancel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One thing the mail says of itself. `note` says what is odd about it, empty where nothing is."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceView:
    """A heading with its lines; `tone` is fine, warning or urgent."""

    heading: str
    icon: str
    tone: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailView:
    """What was seen."""

    header: HeaderView
    another: str
    facts_heading: str
    facts: tuple[FactRow, ...]
    met_heading: str
    met: tuple[str, ...]
    met_tone: str
    rows: tuple[FindingRow, ...]
    list_name: str
    back: str
    none: str
    advice: tuple[AdviceView, ...]
    limits_heading: str
    limits: tuple[str, ...]
    text_heading: str
    text: str


def ask(words: Words) -> AskView:
    """What is asked for."""
    return AskView(
        header=HeaderView(
            sentence=words(N_("Is this mail what it claims to be?")),
            detail=words(N_("Sentwatch names the signs. You decide.")),
        ),
        paste=words(N_("Paste the mail here")),
        hint=words(
            N_(
                "Best is its source: “Show original” or “View source” in most mail programs. The text alone works too, "
                "but then nothing can be said about the sender."
            )
        ),
        look=words(N_("Look at this mail")),
        open=words(N_("Open a file …")),
        drop=words(N_("or drop a saved mail (.eml) anywhere on this page")),
        promise=words(
            N_("It is looked at on this computer alone. No link is opened, nothing is sent, and nothing is kept.")
        ),
        open_title=words(N_("Open a mail")),
        open_pattern=words(N_("Mails (*.eml *.txt);;All files (*)")),
        reading=words(N_("Looking at the mail …")),
        cancel=words(N_("Cancel")),
    )


def seen(
    mail: SuspiciousMail,
    met: Acquaintance | None,
    report: Report,
    words: Words,
    *,
    accounts: Iterable[Account],
    now: datetime,
) -> MailView:
    """The signs, the gravest first, and everything beside them. `accounts` are the mailboxes it was compared with."""
    addresses = {one.id: one.address for one in accounts}
    found = sorted(report.findings, key=lambda one: -one.finding.severity)
    rows = tuple(
        FindingRow(
            ref=ref_of(report, one),
            severity=one.finding.severity,
            badge=words(SEVERITY_NAMES[one.finding.severity]),
            title=split_title(render_finding(one.finding, words).title)[0],
            facts=words(SEVERITY_NAMES[one.finding.severity]),
        )
        for one in found
    )
    grave = sum(one.finding.severity >= Severity.WARNING for one in found)
    outcome = report.results[0].outcome
    limits = outcome.limits if isinstance(outcome, Checked) else ()
    return MailView(
        header=HeaderView(sentence=_sentence(len(found), grave, words), detail=words(limits[0]) if limits else ""),
        another=words(N_("Look at another mail")),
        facts_heading=words(N_("What it says of itself")),
        facts=tuple(_facts(mail, words)),
        met_heading=words(N_("Compared with your mailboxes")),
        met=tuple(_met(mail, met, addresses, words, now=now)),
        met_tone=_tone(met, now),
        rows=rows,
        list_name=words(N_("Signs in this mail")),
        back=words(N_("Back to the list")),
        none=""
        if rows
        else words(N_("We saw none of the signs that we know. That is no proof that the mail is honest.")),
        advice=_advice(words),
        limits_heading=words(N_("What could not be seen")),
        limits=tuple(words(one) for one in limits[1:]),
        text_heading=words(N_("Its text, with hidden characters made visible")),
        text=visible_lines(mail.text, limit=_SHOWN_TEXT, lines=_SHOWN_LINES).strip(),
    )


def sign_letter(ref: FindingRef, report: Report, words: Words, *, now: datetime) -> LetterView | None:
    """One sign as a letter. A mail is looked at once, so that nothing stands in it about new or gone."""
    for one in report.findings:
        if ref_of(report, one) == ref:
            return replace(letter(Known(), report, one, words, now=now), facts="")
    return None


def mail_trouble(trouble: Trouble, words: Words) -> TroubleView:
    """Why a mail could not be read, or its sender not be compared."""
    said = render_trouble(trouble, words)
    do_first = said.do_first
    if trouble.kind is ARCHIVE_UNREADABLE:
        do_first = words(N_("Choose one saved mail (.eml), or paste its source."))
    return TroubleView(title=said.title, do_first=do_first, retry="")


def _sentence(count: int, grave: int, words: Words) -> str:
    if grave:
        return words(
            Phrase(
                text=N_("Be careful: {n} strong sign that this mail is not what it claims to be."),
                plural=N_("Be careful: {n} strong signs that this mail is not what it claims to be."),
                count="n",
                params={"n": grave},
            )
        )
    if count:
        return words(
            Phrase(
                text=N_("{n} thing to look at before you do what it asks."),
                plural=N_("{n} things to look at before you do what it asks."),
                count="n",
                params={"n": count},
            )
        )
    return words(N_("Nothing in this mail stands out."))


def _facts(mail: SuspiciousMail, words: Words) -> Iterator[FactRow]:
    hidden = words(N_("There are hidden characters in it."))
    for sender in mail.senders[:3]:
        odd = has_hidden(sender.name) or has_hidden(sender.address)
        yield FactRow(label=words(N_("From")), value=_box(sender), note=hidden if odd else "")
    for box in mail.reply_to[:3]:
        yield FactRow(label=words(N_("Answers go to")), value=_box(box))
    if mail.return_path:
        yield FactRow(label=words(N_("Errors go to")), value=visible(mail.return_path, limit=200))
    if mail.subject:
        note = hidden if has_hidden(mail.subject) else ""
        yield FactRow(label=words(N_("Subject")), value=visible(mail.subject, limit=300), note=note)
    for link in mail.links[:_SHOWN_LINKS]:
        shown = visible(link.text, limit=120)
        target = visible(unclickable(link.target), limit=200)
        yield FactRow(
            label=words(N_("Link")), value=target, note=words(N_("shown as “{text}”"), text=shown) if shown else ""
        )
    if len(mail.links) > _SHOWN_LINKS:
        more = len(mail.links) - _SHOWN_LINKS
        yield FactRow(label=words(N_("Links")), value=words(N_("and {n} more"), n=more))
    for file in mail.attachments[:_SHOWN_LINKS]:
        name = visible(file.name, limit=200)
        inside = ", ".join(visible(one, limit=80) for one in file.inside[:5])
        yield FactRow(
            label=words(N_("Attachment")), value=name, note=words(N_("holds {names}"), names=inside) if inside else ""
        )


def _box(box: Mailbox) -> str:
    name, address = visible(box.name, limit=120), visible(box.address, limit=200)
    return f"{name} <{address}>" if name else address


def _met(
    mail: SuspiciousMail, met: Acquaintance | None, addresses: Mapping[str, str], words: Words, *, now: datetime
) -> Iterator[str]:
    if not mail.has_header:
        yield words(N_("Only the text was given, so there is no sender to compare."))
        return
    if met is None:
        yield words(N_("No mailbox was read yet, or the mail names no sender: nothing could be compared."))
        return
    for meeting in met.meetings:
        yield _meeting(meeting, addresses.get(meeting.account, ""), words)
    for address in met.alike:
        yield words(N_("It looks like {address}, whom you know. Compare them letter by letter."), address=address)
    if not met.has_met:
        counted = Phrase(
            text=N_("Nobody with this address is known in your mailbox."),
            plural=N_("Nobody with this address is known in any of your {n} mailboxes."),
            count="n",
            params={"n": met.mailboxes},
        )
        yield words(counted)
        if met.reads_since is not None:
            yield words(N_("What arrived is known since {since:date}."), since=met.reads_since)
    elif met.is_well_known(now):
        yield words(N_("Known for a while. If their own mailbox was taken over, fraud comes from this very address."))


def _meeting(meeting: Meeting, address: str, words: Words) -> str:
    parts = []
    if meeting.wrote:
        first = Phrase(
            text=N_("wrote {n} time, the first on {first:date}"),
            plural=N_("wrote {n} times, the first on {first:date}"),
            count="n",
            params={"n": meeting.wrote, "first": meeting.wrote_first_at or ""},
        )
        if meeting.wrote_first_at is not None:
            parts.append(words(first))
    if meeting.mailed_first_at is not None:
        parts.append(words(N_("you have written to them since {first:date}"), first=meeting.mailed_first_at))
    return words(N_("{account}: {facts}"), account=address, facts=words.listed(parts))


def _tone(met: Acquaintance | None, now: datetime) -> str:
    if met is None:
        return "blind"
    if met.alike:
        return "warning"
    return "fine" if met.is_well_known(now) else "info"


def _advice(words: Words) -> tuple[AdviceView, ...]:
    said = (
        (N_("What to do"), "fine", "fine", DO),
        (N_("What not to do"), "cancel", "warning", DO_NOT),
        (N_("If it has already happened"), "urgent", "urgent", IF_IT_HAPPENED),
    )
    return tuple(
        AdviceView(heading=words(heading), icon=icon, tone=tone, lines=tuple(words(one) for one in lines))
        for heading, icon, tone, lines in said
    )
