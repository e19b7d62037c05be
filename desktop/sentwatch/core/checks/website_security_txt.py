"""Check whether people who find a fault in a website know whom to tell (security.txt, RFC 9116)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_, Params
from sentwatch.core.security_txt import TOO_FAR, SecurityTxt
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.website import WebsiteFacts

_HOW = N_("Open https://{host}/.well-known/security.txt in a browser.")

MISSING = FindingKind(
    code="website.security-txt-missing",
    severity=Severity.INFO,
    title=N_("{host} does not say whom to tell about a fault (no security.txt)."),
    why=N_("People who find a hole, or a false page on your site, do not know where to write, and stay silent."),
    harmless=(N_("Most small sites have none. A contact page that is read does nearly the same."),),
    how_to_check=_HOW,
    do_first=(N_("Publish the file with a contact and an end within a year; put the end into your calendar."),),
)
EXPIRED = FindingKind(
    code="website.security-txt-expired",
    severity=Severity.NOTICE,
    title=N_("The security.txt of {host} ended on {ends_at:date}."),
    why=N_("Readers have to assume that the address in it is no longer read."),
    harmless=(N_("The address may still be right; only the date was forgotten."),),
    how_to_check=_HOW,
    do_first=(N_("Check the contact, set a new end within a year, and put it into your calendar."),),
)
FAULTY = FindingKind(
    code="website.security-txt-faulty",
    severity=Severity.INFO,
    title=N_("The security.txt of {host} has faults that readers stumble over."),
    why=N_("Programs that read it skip a file with faults (RFC 9116)."),
    harmless=(N_("A person can probably still read it."),),
    how_to_check=_HOW,
    do_first=(N_("Mend the points shown here."),),
)


def judge(seen: WebsiteFacts, snapshot: Snapshot) -> Checked | Iterator[Finding] | NotChecked | Failed:
    """Find a file that is missing, over or faulty."""
    file = seen.security_txt
    if isinstance(file, DoesNotApply):
        return nothing_here(file)
    if isinstance(file, NotChecked | Failed):
        return file
    return _find(seen.site.host, file, snapshot.taken_at)


def _find(host: str, file: SecurityTxt | None, now: datetime) -> Iterator[Finding]:
    if file is None:
        yield Finding(kind=MISSING, subject=host, params={"host": host})
        return
    contacts = (Evidence(label=N_("Contact"), value=file.contacts[:5]),) if file.contacts else ()
    if file.expires_at is not None and file.expires_at <= now:
        params: Params = {"host": host, "ends_at": file.expires_at}
        yield Finding(kind=EXPIRED, subject=host, params=params, evidence=contacts)
    faults = tuple(Evidence(label=N_("Fault"), value=fault) for fault in file.faults)
    if file.expires_at is not None and file.expires_at - now > TOO_FAR:
        faults += (Evidence(label=N_("Ends more than a year from now"), value=file.expires_at),)
    if faults:
        yield Finding(kind=FAULTY, subject=host, params={"host": host}, evidence=contacts + faults)


def part(snapshot: Snapshot) -> WebsiteFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.website


CHECK = Check(
    code="website.security-txt",
    title=N_("Contact for faults (security.txt)"),
    kinds=(MISSING, EXPIRED, FAULTY),
    part=part,
    judge=judge,
)
