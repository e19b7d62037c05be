"""Check the certificate and the encryption of one's own website."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sentwatch.core.check import Check, Checked
from sentwatch.core.connection import Answer
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, Params, Phrase, phrase
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.website import Way, WebsiteFacts, WebTls

_WHOEVER = N_("Tell whoever looks after the site, or renew it in the panel of your host.")

NOT_TRUSTED = FindingKind(
    code="website.certificate-not-trusted",
    severity=Severity.WARNING,
    title=N_("Browsers warn when they open {host}."),
    why=N_("Visitors either stay away or learn to click warnings away, which is what a forged page needs."),
    harmless=(N_("It may have been renewed wrongly a moment ago."),),
    how_to_check=N_("Open https://{host}/ in a browser you do not use otherwise."),
    do_first=(_WHOEVER, N_("Do not tell visitors to accept the warning.")),
)
EXPIRED = FindingKind(
    code="website.certificate-expired",
    severity=Severity.WARNING,
    title=N_("The certificate of {host} ended on {ends_at:date}."),
    why=N_("Browsers refuse the site, and nobody can tell it from a forged one."),
    harmless=(N_("The clock of this computer may be wrong."),),
    how_to_check=N_("Open https://{host}/ in a browser."),
    do_first=(_WHOEVER,),
)
ENDS_SOON = FindingKind(
    code="website.certificate-expires-soon",
    severity=Severity.NOTICE,
    title=N_("The certificate of {host} ends on {ends_at:date}."),
    why=N_("After that day browsers refuse the site."),
    harmless=(N_("Renewal is usually automatic and may simply happen later this week."),),
    how_to_check=N_("Look again in a few days: if the date has moved, it was renewed."),
    do_first=(_WHOEVER,),
)
OLD_TLS = FindingKind(
    code="website.tls-old",
    severity=Severity.NOTICE,
    title=N_("{host} still accepts old encryption (TLS 1.0 or 1.1)."),
    why=N_("Old versions have known holes and were withdrawn in 2021 (RFC 8996). No current browser needs them."),
    harmless=(N_("A shared host may keep them for very old devices; current browsers use the newer ones."),),
    how_to_check=N_("Ask your host which TLS versions are switched on."),
    do_first=(N_("Switch TLS 1.0 and 1.1 off in the panel, or ask the host to."),),
)
NO_TLS = FindingKind(
    code="website.no-https",
    severity=Severity.WARNING,
    title=N_("{host} answers without encryption only."),
    why=N_("Everybody on the way can read and change what visitors see and type."),
    harmless=(N_("The encrypted door may be closed for a moment by maintenance."),),
    how_to_check=N_("Open https://{host}/ in a browser."),
    do_first=(N_("Switch on HTTPS in the panel of your host; most hosts offer a certificate without charge."),),
)

# The certificate is said to end soon 21 days ahead: the secure-setup checklist, web.tls; of short ones a sixth is left.
SOON: Final = timedelta(days=21)
LATE_PART: Final = 1 / 6


def judge(seen: WebsiteFacts, snapshot: Snapshot) -> Iterator[Finding] | Checked | NotChecked | Failed:
    """Find what is wrong with the encrypted door."""
    host = seen.site.host
    if isinstance(seen.tls, WebTls):
        return Checked(findings=tuple(_find(host, seen.tls, snapshot)), limits=_limits(host, seen.tls))
    # No encrypted door is a finding only where the site itself answers.
    if isinstance(seen.unencrypted_way, Way):
        return iter((Finding(kind=NO_TLS, subject=host, params={"host": host}),))
    return seen.tls if isinstance(seen.tls, NotChecked | Failed) else Checked(limits=(seen.tls.reason,))


def _limits(host: str, tls: WebTls) -> tuple[Phrase, ...]:
    if tls.certificate is None:
        return (phrase(N_("The certificate of {host} could not be read."), host=host),)
    return ()


def _find(host: str, tls: WebTls, snapshot: Snapshot) -> Iterator[Finding]:
    params: Params = {"host": host}
    certificate = tls.certificate
    has_ended = False
    if certificate is not None:
        left = certificate.not_after - snapshot.taken_at
        lifetime = certificate.not_after - certificate.not_before
        evidence = (
            Evidence(label=N_("Issued by"), value=certificate.issuer),
            Evidence(label=N_("Valid until"), value=certificate.not_after),
        )
        dated: Params = {"host": host, "ends_at": certificate.not_after}
        has_ended = left <= timedelta(0)
        if has_ended:
            yield Finding(kind=EXPIRED, subject=host, params=dated, evidence=evidence)
        elif left < min(SOON, lifetime * LATE_PART):
            yield Finding(kind=ENDS_SOON, subject=host, params=dated, evidence=evidence)
    if tls.is_trusted is Answer.NO and not has_ended:
        told = (Evidence(label=N_("What was said"), value=tls.reason),) if tls.reason else ()
        yield Finding(kind=NOT_TRUSTED, subject=host, params=params, evidence=told)
    if tls.takes_old_tls is Answer.YES:
        yield Finding(kind=OLD_TLS, subject=host, params=params)


def part(snapshot: Snapshot) -> WebsiteFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.website


CHECK = Check(
    code="website.tls",
    title=N_("Certificate and encryption of the website"),
    kinds=(NOT_TRUSTED, EXPIRED, ENDS_SOON, OLD_TLS, NO_TLS),
    part=part,
    judge=judge,
)
