"""Check whether the account's own mail server still accepts TLS below 1.2."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked
from sentwatch.core.connection import Answer, ConnectionPosture
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

TLS_OLD = FindingKind(
    code="connection.tls-old",
    severity=Severity.INFO,
    title=N_("{host} still accepts outdated encryption (TLS 1.0 or 1.1)."),
    why=N_(
        "These versions were retired in 2021 (RFC 8996). Current programs use a newer one by themselves; an old device "
        "may still use the weak one."
    ),
    harmless=(N_("Providers often keep old versions for old devices. Your own programs are not weakened by it."),),
    how_to_check=N_("Ask the provider, or look whether a device from before about 2014 still reads this mailbox."),
    do_first=(
        N_("Update or retire devices that are too old for TLS 1.2."),
        N_("If the server is your own, allow TLS 1.2 and newer only."),
    ),
)


def judge(seen: ConnectionPosture, _snapshot: Snapshot) -> Iterator[Finding] | Checked:
    """Find an accepted old version; say it where we could not ask."""
    if seen.old_tls is Answer.UNKNOWN:
        return Checked(limits=(phrase(N_("We could not ask whether {host} takes old TLS versions."), host=seen.host),))
    return _find(seen)


def _find(seen: ConnectionPosture) -> Iterator[Finding]:
    if seen.old_tls is Answer.YES:
        yield Finding(
            kind=TLS_OLD,
            subject=f"{seen.host}:{seen.port}",
            params={"host": seen.host},
            evidence=(Evidence(label=N_("Version used with Sentwatch"), value=seen.tls_version or ""),),
        )


def part(snapshot: Snapshot) -> ConnectionPosture | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.connection


CHECK = Check(
    code="connection.tls-old",
    title=N_("Outdated encryption at the mail server"),
    kinds=(TLS_OLD,),
    part=part,
    judge=judge,
)
