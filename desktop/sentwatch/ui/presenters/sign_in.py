"""The page about signing in: a card for each mailbox with how it stands, and the tools, as rows that lead on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Final

from sentwatch.core.access_ledger import Advice
from sentwatch.core.accounts import SignIn
from sentwatch.core.findings import Finding, Severity
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.providers import Trust
from sentwatch.core.recovery import RecoverySaid
from sentwatch.core.sign_in import METHOD_TITLES, MfaMethod, Proof
from sentwatch.service.left_files import LeftFile, LeftKind
from sentwatch.service.sign_in_overview import SignInOverview
from sentwatch.service.sign_in_review import SignInSeen
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.doors import DoorsView, DoorView
from sentwatch.ui.presenters.times import dotted

METHODS: Final = "methods"
PASSWORD: Final = "password"  # noqa: S105 - the name of a page
RECOVERY: Final = "recovery"
ACCESS: Final = "access"
CHECK: Final = "check-password"
MAKE: Final = "make-password"
CODES: Final = "authenticator"
BACKUP: Final = "backup-codes"
TOOLS: Final = "tools"

TITLES: Final = {
    METHODS: N_("Second step (MFA)"),
    PASSWORD: N_("Password"),
    RECOVERY: N_("Ways back into the account"),
    ACCESS: N_("App passwords and connected apps"),
    CHECK: N_("Check password"),
    MAKE: N_("Make a password"),
    CODES: N_("Authenticator"),
    BACKUP: N_("Backup codes"),
}

_TOOL_ICONS: Final = {CHECK: "sign-in", MAKE: "dice", CODES: "authenticator", BACKUP: "lock"}
_LEFT_WORDS: Final = {
    LeftKind.PASSWORDS: N_("{name} still lies there. It shows all passwords in it to whoever opens it."),
    LeftKind.CODES: N_("{name} still lies there. Whoever opens it can make your codes."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftView:
    """A file that was to be deleted."""

    path: str
    text: str
    show: str
    forget: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInView:
    """The page behind its findings."""

    accounts: tuple[DoorsView, ...]
    tools: DoorsView
    left: tuple[LeftView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A page of the provider: what the button says, and where it leads; empty where none is known well enough."""

    text: str = ""
    url: str = ""


def sign_in(overview: SignInOverview, words: Words) -> SignInView:
    """The rows for what is known."""
    return SignInView(
        accounts=tuple(_account(seen, words) for seen in overview.accounts),
        tools=tools(overview, words),
        left=tuple(_left(one, words) for one in overview.left),
    )


def tools(overview: SignInOverview, words: Words) -> DoorsView:
    """What can be done without any mailbox."""
    details = {
        CHECK: words(N_("What a password is worth. Nothing of it is kept.")),
        MAKE: words(N_("A phrase of words, or random characters.")),
        CODES: _codes_detail(overview, words),
        BACKUP: _backup_detail(overview, words),
    }
    tones = {**_TOOL_ICONS, CODES: _tone(overview.code_findings, otherwise=_TOOL_ICONS[CODES])}
    if any(one.is_few for one in overview.all_backup_codes):
        tones[BACKUP] = "notice"
    return DoorsView(
        key=TOOLS,
        heading=words(N_("Tools")),
        doors=tuple(
            DoorView(name=name, title=words(TITLES[name]), detail=details[name], tone=tones[name])
            for name in (CHECK, MAKE, CODES, BACKUP)
        ),
    )


def provider_link(seen: SignInSeen, text: str, *names: str) -> LinkView:
    """The provider's page of the first of these names; one nobody has opened yet is not offered."""
    provider = seen.provider
    if provider is None:
        return LinkView()
    for name in names:
        page = provider.page(name)
        if page is not None and page.trust is not Trust.HINT and page.url.startswith("https://"):
            return LinkView(text=text, url=page.url)
    return LinkView()


def _account(seen: SignInSeen, words: Words) -> DoorsView:
    told = words.for_zone(seen.account.time_zone)
    rows = (
        (METHODS, *methods_state(seen, told)),
        (PASSWORD, *password_state(seen, told)),
        (RECOVERY, *recovery_state(seen, told)),
        (ACCESS, *access_state(seen, told)),
    )
    return DoorsView(
        key=seen.account.id,
        heading=words.value(seen.account.address),
        doors=tuple(
            DoorView(name=name, title=words(TITLES[name]), detail=detail, tone=tone) for name, detail, tone in rows
        ),
    )


def methods_state(seen: SignInSeen, words: Words) -> tuple[str, str]:
    """How the second step stands, and its tone."""
    evidence = seen.evidence
    proof = evidence.way_in.proof if evidence is not None and evidence.way_in is not None else Proof.NOTHING
    answer = evidence.answer if evidence is not None else None
    if proof is Proof.TWO_STEP_IS_OFF:
        return words(N_("Off, as our sign-in proves")), "warning"
    if answer is None or answer.weakest is MfaMethod.NOT_KNOWN:
        if proof is Proof.TWO_STEP_IS_ON:
            return words(N_("On, as our sign-in proves")), "fine"
        return words(N_("Not known yet. Tell us which methods you use.")), "blind"
    if answer.weakest is MfaMethod.NONE and proof is Proof.TWO_STEP_IS_ON:
        return words(N_("On, as our sign-in proves")), "fine"
    said = words(N_("{method}, as you told us on {at:date}"), method=words(METHOD_TITLES[answer.weakest]), at=answer.at)
    tone = {MfaMethod.NONE: "warning", MfaMethod.SMS: "notice"}.get(answer.weakest, "fine")
    since = evidence.last_incident if evidence is not None else None
    if answer.is_due(now=seen.at, last_incident=since):
        return dotted(said, words(N_("to be looked at again"))), "info" if tone == "fine" else tone
    return said, tone


def password_state(seen: SignInSeen, words: Words) -> tuple[str, str]:
    """How the password stands, and its tone."""
    if seen.account.sign_in is not SignIn.PASSWORD:
        return words(N_("Signed in with the browser; no password is kept here.")), "fine"
    standing = seen.standing
    grave = [finding for finding in seen.found if finding.severity > Severity.INFO]
    reviewed = "" if seen.verdict is None else words(N_("Reviewed on {at:date}"), at=seen.verdict.reviewed_at)
    if standing.reasons:
        tone = _tone(grave, otherwise="warning")
        return dotted(words(N_("There is a reason to change it")), reviewed), tone
    if grave:
        return dotted(words(N_("{n} to look at"), n=len(grave)), reviewed), _tone(grave, otherwise="notice")
    if seen.verdict is None:
        return words(N_("Not reviewed yet")), "blind"
    if standing.is_review_due or standing.is_office_due:
        return dotted(reviewed, words(N_("to be looked at again"))), "info"
    return dotted(words(N_("Nothing unusual")), reviewed), "fine"


def recovery_state(seen: SignInSeen, words: Words) -> tuple[str, str]:
    """How the ways back stand, and their tone."""
    answers = [one.answer for one in seen.recovery if one.answer is not None]
    said = {answer.said for answer in answers}
    if RecoverySaid.NOT_MINE in said:
        return words(N_("There is something that is not yours")), "urgent"
    due = sum(one.is_due for one in seen.recovery)
    if not answers:
        return words(N_("Not answered yet: four questions, a minute each")), "blind"
    if due:
        count = Phrase(
            text=N_("{n} of 4 questions is open"),
            plural=N_("{n} of 4 questions are open"),
            count="n",
            params={"n": due},
        )
        return words(count), "info"
    next_at = min(one.due for one in seen.recovery)
    tone = "notice" if RecoverySaid.NOT_REACHABLE in said else "fine"
    return words(N_("All answered; next look on {at:date}"), at=next_at), tone


def access_state(seen: SignInSeen, words: Words) -> tuple[str, str]:
    """How app passwords and apps stand, and their tone."""
    known = [one for one in seen.access if one.due is not None]
    if not any(not one.entry.is_ours for one in seen.access):
        return words(N_("Nothing noted yet. Look once at the provider's lists.")), "blind"
    count = words(Phrase(text=N_("{n} noted"), plural=N_("{n} noted"), count="n", params={"n": len(known)}))
    advice = {one.advice for one in known}
    for wanted, text, tone in (
        (Advice.REMOVE_AND_CHANGE_PASSWORD, N_("one of them is not yours"), "urgent"),
        (Advice.REMOVE, N_("something to remove"), "notice"),
        (Advice.LOOK_AGAIN, N_("to be looked at again"), "info"),
    ):
        if wanted in advice:
            return dotted(count, words(text)), tone
    due = min((one.due for one in known if one.due is not None), default=None)
    return dotted(count, words(N_("next look on {at:date}"), at=due) if due is not None else ""), "fine"


def _codes_detail(overview: SignInOverview, words: Words) -> str:
    grave = [finding for finding in overview.code_findings if finding.severity > Severity.INFO]
    kept = len(overview.codes)
    return dotted(
        words(
            Phrase(
                text=N_("{n} entry is kept here"), plural=N_("{n} entries are kept here"), count="n", params={"n": kept}
            )
        )
        if kept
        else words(N_("Audit its entries, move them, compare a code.")),
        words(N_("{n} to look at"), n=len(grave)) if grave else "",
    )


def _backup_detail(overview: SignInOverview, words: Words) -> str:
    sets = overview.all_backup_codes
    if not sets:
        return words(N_("For the day the phone is lost. Kept in the keyring if you wish."))
    left = sum(one.left for one in sets)
    return words(
        Phrase(text=N_("{n} code is kept here"), plural=N_("{n} codes are kept here"), count="n", params={"n": left})
    )


def _left(one: LeftFile, words: Words) -> LeftView:
    return LeftView(
        path=one.path,
        text=words(_LEFT_WORDS[one.kind], name=PurePath(one.path).name),
        show=words(N_("Show the folder")),
        forget=words(N_("Do not remind me")),
    )


def _tone(findings: Iterable[Finding], *, otherwise: str) -> str:
    worst = max((finding.severity for finding in findings), default=Severity.INFO)
    return worst.word if worst > Severity.INFO else otherwise


def next_look(at: datetime, words: Words) -> str:
    """When something is looked at again."""
    return words(N_("Next look on {at:date}"), at=at)
