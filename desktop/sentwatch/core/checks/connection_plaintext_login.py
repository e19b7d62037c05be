"""Check whether the account's own mail server still offers to take a password without encryption."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.connection import ConnectionPosture
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

PLAINTEXT_LOGIN_OFFERED = FindingKind(
    code="connection.plaintext-login-offered",
    severity=Severity.NOTICE,
    title=N_("{host} also takes passwords over an unencrypted connection (port {port:plain})."),
    why=N_(
        "A mail program that is set up without encryption would send your password readable for everybody on the way, "
        "for example in a public Wi-Fi. Sentwatch itself never does."
    ),
    harmless=(
        N_("Many servers keep this port open for old devices. It matters only if one of your devices uses it."),
        N_("Some servers offer it and still refuse every password there; we did not try one."),
    ),
    how_to_check=N_(
        "Look at the account settings of each mail program, printer and phone you use: the port should be 993, with "
        "SSL/TLS."
    ),
    do_first=(
        N_("Switch each device to port 993 with SSL/TLS."),
        N_("Change the password if a device used the unencrypted port until now."),
    ),
)


def judge(seen: ConnectionPosture, _snapshot: Snapshot) -> Iterator[Finding]:
    """Find each unencrypted door that takes a login."""
    for door in seen.plain_doors:
        if not door.takes_login:
            continue
        yield Finding(
            kind=PLAINTEXT_LOGIN_OFFERED,
            subject=f"{seen.host}:{door.port}",
            params={"host": seen.host, "port": door.port},
            evidence=(
                Evidence(label=N_("Protocol"), value=door.protocol.upper()),
                Evidence(
                    label=N_("Encryption offered there as well (STARTTLS)"),
                    value=phrase(N_("yes")) if door.offers_tls else phrase(N_("no")),
                ),
            ),
        )


def part(snapshot: Snapshot) -> ConnectionPosture | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.connection


CHECK = Check(
    code="connection.plaintext-login-offered",
    title=N_("Unencrypted sign-in at the mail server"),
    kinds=(PLAINTEXT_LOGIN_OFFERED,),
    part=part,
    judge=judge,
)
