"""The authenticator workbench in words: entries with what was found, codes kept here, and the clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sentwatch.core.checks.mfa_enrolment import NOTHING_COMPARED
from sentwatch.core.findings import Finding
from sentwatch.core.otp.entries import OtpKind
from sentwatch.core.otp.facts import SOURCE_NAMES, OtpFacts
from sentwatch.core.otp.uri import write_uri
from sentwatch.core.otp.verify import Match, Verification
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.report import Status
from sentwatch.service.authenticator import Audited, AuditedEntry, KeptCode, OpenCode
from sentwatch.service.kept_codes import shown_code
from sentwatch.service.mfa import BOTH_IN_ONE_PLACE
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.accounts import QuestionView
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in import CODES, TITLES
from sentwatch.ui.presenters.sign_in_review import FoundView, found_view
from sentwatch.ui.presenters.times import dotted


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbenchView:
    """The page but for what was read and kept."""

    header: HeaderView
    read_heading: str
    read_intro: str
    file: str
    paste: str
    screen: str
    screen_note: str
    type_it: str
    address: str
    address_hint: str
    show: str
    hide: str
    add: str
    address_wrong: str
    password: str
    password_hint: str
    open_it: str
    nothing_pasted: str
    busy: str
    cancel: str
    list_heading: str
    forget_all: str
    compare: str
    keep: str
    move: str
    kept_heading: str
    kept_empty: str
    kept_note: str
    show_codes: str
    hide_codes: str
    copy: str
    forget: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpRowView:
    """One entry: what may be told of it, and what was found."""

    subject: str
    name: str
    facts: str
    tone: str
    found: tuple[FoundView, ...]
    can_move: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeView:
    """One kept entry; `code` is empty as long as the codes are hidden, `said` tells why there is none."""

    id: str
    name: str
    code: str = field(default="", repr=False)
    left_s: int = 0
    period_s: int = 1
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareView:
    """The dialog in which the phone's code is typed."""

    title: str
    intro: str
    first: str
    second: str
    second_hint: str
    submit: str
    close: str


def workbench(words: Words) -> WorkbenchView:
    """The page."""
    return WorkbenchView(
        header=HeaderView(
            sentence=words(TITLES[CODES]), detail=words(N_("Entries are read in memory; nothing is kept unasked."))
        ),
        read_heading=words(N_("Look at entries")),
        read_intro=words(
            N_(
                "A picture of a QR code, Google's transfer code, or an export of Aegis, 2FAS, Ente, Bitwarden or "
                "andOTP. You can also drop it here."
            )
        ),
        file=words(N_("Choose a file …")),
        paste=words(N_("Paste")),
        screen=words(N_("From the screen")),
        screen_note=words(
            N_(
                "This desktop does not show us the screen. Take a picture of the area with its own key, then press "
                "“Paste”."
            )
        ),
        type_it=words(N_("Type an otpauth:// address")),
        address=words(N_("otpauth:// address")),
        address_hint=words(N_("As the service shows it beside its QR code.")),
        show=words(N_("Show what is typed")),
        hide=words(N_("Hide what is typed")),
        add=words(N_("Look at it")),
        address_wrong=words(N_("It begins with otpauth://")),
        password=words(N_("Password of the export")),
        password_hint=words(N_("The one you chose when you made the export. It is used once and forgotten.")),
        open_it=words(N_("Open it")),
        nothing_pasted=words(N_("There is no picture, file or otpauth:// address on the clipboard.")),
        busy=words(N_("Reading …")),
        cancel=words(N_("Cancel")),
        list_heading=words(N_("What was read")),
        forget_all=words(N_("Forget these")),
        compare=words(N_("Compare a code")),
        keep=words(N_("Keep here")),
        move=words(N_("Show as QR code")),
        kept_heading=words(N_("Kept on this computer")),
        kept_empty=words(N_("Nothing is kept. An entry can be kept here, so that its codes are shown.")),
        kept_note=words(BOTH_IN_ONE_PLACE),
        show_codes=words(N_("Show the codes")),
        hide_codes=words(N_("Hide the codes")),
        copy=words(N_("Copy")),
        forget=words(N_("Keep it no more")),
    )


def otp_rows(audited: Audited, words: Words) -> tuple[OtpRowView, ...]:
    """The entries, what asks for most first."""
    worst_first = sorted(audited.entries, key=lambda one: -max((f.severity for f in one.found), default=-1))
    return tuple(_row(one, words) for one in worst_first)


def of_sources(audited: Audited, words: Words) -> tuple[FoundView, ...]:
    """What was found about the sources themselves, and not about an entry."""
    of_entries = {finding.key for one in audited.entries for finding in one.found}
    there = (one.finding for one in audited.report.findings if one.status is not Status.GONE)
    return tuple(found_view(finding, words) for finding in there if finding.key not in of_entries)


def read_words(audited: Audited, forms: Iterable[object], words: Words) -> str:
    """How many entries were read, and from what."""
    count = Phrase(text=N_("{n} entry"), plural=N_("{n} entries"), count="n", params={"n": len(audited.entries)})
    names = dict.fromkeys(name for form in forms if (name := SOURCE_NAMES.get(form, "")))  # type: ignore[call-overload]
    return dotted(words(count), words.listed(tuple(names)))


def code_view(opened: OpenCode, words: Words, *, now: datetime) -> CodeView:
    """The code that counts now."""
    kept, entry = opened.kept, opened.entry
    if entry is None:
        return CodeView(id=kept.id, name=kept.name, said=words(N_("The keyring has it no longer.")))
    if entry.kind is OtpKind.HOTP:
        return CodeView(id=kept.id, name=kept.name, said=words(N_("It counts its codes; use it on one device only.")))
    shown = shown_code(entry, now=now)
    if shown is None:
        return CodeView(id=kept.id, name=kept.name, said=words(N_("Its codes cannot be computed here.")))
    code, left_s = shown
    return CodeView(id=kept.id, name=kept.name, code=code, left_s=left_s, period_s=entry.period_s)


def hidden_code(kept: KeptCode, words: Words) -> CodeView:
    """A kept entry whose secret is not read."""
    return CodeView(id=kept.id, name=kept.name, said=words(N_("Kept since {at:date}"), at=kept.kept_at))


def grouped(code: str) -> str:
    """The code in two halves, as apps show it."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}" if len(code) >= 6 else code


def keeping(name: str, words: Words) -> QuestionView:
    """The question before an entry is kept."""
    return QuestionView(
        title=words(N_("Keep “{name}” on this computer?"), name=name),
        detail=words(BOTH_IN_ONE_PLACE),
        do=words(N_("Keep it in the keyring")),
        keep=words(N_("Not now")),
        is_careful=False,
    )


def forgetting(name: str, words: Words) -> QuestionView:
    """The question before a kept entry is forgotten."""
    return QuestionView(
        title=words(N_("Keep “{name}” no more?"), name=name),
        detail=words(
            N_(
                "Its secret is taken out of the keyring and cannot be brought back. Make sure that a phone makes the "
                "codes, or that you have backup codes; otherwise you are locked out."
            )
        ),
        do=words(N_("Take it out")),
        keep=words(N_("Go on keeping it")),
    )


def comparing(name: str, words: Words) -> CompareView:
    """The dialog that compares."""
    return CompareView(
        title=words(N_("Compare a code of “{name}”"), name=name),
        intro=words(
            N_("Type the code your phone shows now. A wrong clock or another secret shows before you are locked out.")
        ),
        first=words(N_("The code on the phone")),
        second=words(N_("The code that followed it")),
        second_hint=words(N_("Wait until the phone shows the next one, and type that too.")),
        submit=words(N_("Compare")),
        close=words(N_("Close")),
    )


def verdict(came_to: Verification, findings: tuple[Finding, ...], words: Words) -> FoundView:
    """What comparing came to."""
    if came_to.match in NOTHING_COMPARED:
        return FoundView(tone="blind", title=words(NOTHING_COMPARED[came_to.match]), detail="")
    if findings:
        return found_view(findings[0], words)
    detail = ""
    if came_to.steps and came_to.shift_s is not None:
        detail = words(N_("The clocks are apart by one step, which services allow."))
    return FoundView(
        tone="fine", title=words(N_("Right: the phone and this entry make the same codes.")), detail=detail
    )


def wants_second(came_to: Verification) -> bool:
    """Whether the next code would tell more."""
    return came_to.match in {Match.PERHAPS_SHIFTED, Match.WRONG}


def _row(one: AuditedEntry, words: Words) -> OtpRowView:
    worst = max((finding.severity for finding in one.found), default=None)
    tone = "fine" if worst is None else worst.word
    return OtpRowView(
        subject=one.facts.subject,
        name=one.facts.subject,
        facts=_facts(one.facts, words),
        tone=tone,
        found=tuple(found_view(finding, words) for finding in one.found),
        can_move=write_uri(one.entry) is not None,
    )


def _facts(facts: OtpFacts, words: Words) -> str:
    bits = words(N_("no usable secret"))
    if facts.secret_bits is not None:
        bits = words(N_("{n} bits"), n=facts.secret_bits)
    every = "" if facts.kind is OtpKind.HOTP else words(N_("every {s:duration}"), s=facts.period_s)
    return dotted(words(N_("{n} digits"), n=facts.digits), every, words.value(facts.algorithm), bits)
