"""Check the export itself: whether it is readable for everybody, complete and undamaged."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.otp.facts import SOURCE_NAMES, MfaFacts, OtpSourceForm
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

READABLE = FindingKind(
    code="mfa.export-readable",
    severity=Severity.NOTICE,
    title=N_("This file shows your second factors to everybody who can open it."),
    why=N_(
        "Whoever copies it can make all these codes, for ever. Files end up in backups, in cloud folders and in the "
        "trash."
    ),
    harmless=(N_("For moving to another app it is needed for some minutes."),),
    how_to_check=N_("Is the file still needed, and is there a copy of it somewhere?"),
    do_first=(
        N_("Delete the file when you are done, and empty the trash. Sentwatch keeps no copy."),
        N_("For a backup, use the encrypted export of your app."),
    ),
)
INCOMPLETE = FindingKind(
    code="mfa.export-incomplete",
    severity=Severity.WARNING,
    title=N_("Pages of this export are missing: {missing:plain}."),
    why=N_("The app shows many entries as several QR codes. What is on the missing ones would be lost after the move."),
    harmless=(N_("You may have handed in only one of them on purpose."),),
    how_to_check=N_("Compare the number of entries here with that on your phone."),
    do_first=(N_("Hand in the other QR codes before you delete anything on the old phone."),),
)
DAMAGED = FindingKind(
    code="mfa.export-damaged",
    severity=Severity.WARNING,
    title=N_("Entries that could not be read: {damaged:plain}."),
    why=N_("They may be of a kind we do not know, or damaged. They were not looked at."),
    harmless=(N_("The app that wrote the file may still read them."),),
    how_to_check=N_("Compare the number of entries here with that on your phone."),
    do_first=(N_("Make a new export, and keep the old phone until every code was tried."),),
)


def judge(seen: MfaFacts, _snapshot: Snapshot) -> Iterator[Finding]:
    """Find what is wrong with the source as a whole."""
    name = SOURCE_NAMES.get(seen.form)
    evidence = () if name is None else (Evidence(label=N_("Written by"), value=name),)
    counted = Evidence(label=N_("Entries read"), value=len(seen.entries))
    if seen.is_file and not seen.is_encrypted and seen.entries:
        what = N_("a picture with a QR code") if seen.form is OtpSourceForm.PICTURE else N_("a file without encryption")
        kind_of_file = Evidence(label=N_("Kind of file"), value=phrase(what))
        yield Finding(kind=READABLE, subject=seen.form.value, evidence=(*evidence, kind_of_file))
    if seen.missing_pages:
        params = {"missing": seen.missing_pages}
        yield Finding(kind=INCOMPLETE, subject=seen.form.value, params=params, evidence=(*evidence, counted))
    if seen.damaged:
        params = {"damaged": seen.damaged}
        yield Finding(kind=DAMAGED, subject=seen.form.value, params=params, evidence=(*evidence, counted))


def part(snapshot: Snapshot) -> MfaFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.mfa


CHECK = Check(
    code="mfa.source",
    title=N_("The export itself"),
    kinds=(READABLE, INCOMPLETE, DAMAGED),
    part=part,
    judge=judge,
)
