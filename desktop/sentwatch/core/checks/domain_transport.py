"""Check whether a domain asks senders for encrypted delivery (MTA-STS) and for reports about it (TLS-RPT)."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked
from sentwatch.core.domains import DomainFacts, StsFile
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.mail_gateways import exchanger_hosts
from sentwatch.core.mta_sts import StsMode, StsPolicy, is_sts_record, not_covered, read_policy
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.snapshot import Snapshot

_OPTIONAL = (N_("Many domains do without it. It is a later step, not an urgent one."),)
_ASK = N_("Ask your mail provider whether it offers this for your domain.")
_PAGE = N_("Open https://mta-sts.{domain}/.well-known/mta-sts.txt in a browser.")

MTA_STS_MISSING = FindingKind(
    code="domain.mta-sts-missing",
    severity=Severity.INFO,
    title=N_("{domain} does not ask senders to insist on encryption (no MTA-STS record)."),
    why=N_("Somebody between two mail servers could make them fall back to unencrypted delivery (RFC 8461)."),
    harmless=_OPTIONAL,
    how_to_check=_ASK,
    do_first=(N_("Finish SPF, DKIM and DMARC first; then set up MTA-STS in its testing mode."),),
)
FILE_MISSING = FindingKind(
    code="domain.mta-sts-file-missing",
    severity=Severity.WARNING,
    title=N_("{domain} announces MTA-STS, but senders find no policy they can use."),
    why=N_("Without a readable file, served with a valid certificate, the record has no effect."),
    harmless=(N_("It may be in the middle of being set up."),),
    how_to_check=_PAGE,
    do_first=(N_("Publish the file as plain text without redirects, or remove the record."),),
)
NOT_COVERED = FindingKind(
    code="domain.mta-sts-mx-not-covered",
    severity=Severity.WARNING,
    title=N_("The MTA-STS policy of {domain} does not name all of its mail servers."),
    why=N_("Senders that keep to it do not deliver to the servers left out: mail to you may be lost."),
    harmless=(N_("During a move of the mailboxes both lists differ for a while; then the policy should only test."),),
    how_to_check=_PAGE,
    do_first=(N_("Add the servers shown here to the policy, and change the id of the record."),),
)
TESTING = FindingKind(
    code="domain.mta-sts-testing",
    severity=Severity.INFO,
    title=N_("The MTA-STS policy of {domain} is not in force yet (mode {mode})."),
    why=N_("Senders report what would fail and deliver without encryption all the same."),
    harmless=(N_("This is the right first stage."),),
    how_to_check=_PAGE,
    do_first=(N_("When the reports show no failures for two weeks, change the mode to “enforce”."),),
)
TLS_RPT_MISSING = FindingKind(
    code="domain.tls-rpt-missing",
    severity=Severity.INFO,
    title=N_("{domain} does not ask for reports about failed encryption (no TLS-RPT record)."),
    why=N_("You would not learn of it if encrypted delivery to you failed (RFC 8460)."),
    harmless=_OPTIONAL,
    how_to_check=_ASK,
    do_first=(N_("Add a TLS-RPT record when you set up MTA-STS."),),
)


def judge(seen: DomainFacts, _snapshot: Snapshot) -> Checked | Failed:
    """Find a record that is not there; one we could not ask for is never missing, and does not hide the others."""
    found = tuple(_find(seen))
    unseen = [part for part in (seen.mta_sts, seen.tls_rpt, seen.sts_file) if isinstance(part, Failed)]
    # A small remark must not make up for what could not be looked at.
    if unseen and all(finding.severity is Severity.INFO for finding in found):
        return unseen[0]
    limits: tuple[Phrase, ...] = ()
    if unseen:
        limits = (phrase(N_("Not all of it could be looked at.")),)
    return Checked(findings=found, limits=limits)


def _find(seen: DomainFacts) -> Iterator[Finding]:
    params = {"domain": seen.domain}
    if not isinstance(seen.mta_sts, Failed):
        if sum(is_sts_record(text) for text in seen.mta_sts) != 1:
            yield Finding(kind=MTA_STS_MISSING, subject=seen.domain, params=params)
        elif isinstance(seen.sts_file, StsFile):
            yield from _find_in_file(seen, seen.sts_file)
    # RFC 8460 section 3: exactly one record, its version first.
    reports = () if isinstance(seen.tls_rpt, Failed) else seen.tls_rpt
    count = sum(text.partition(";")[0].strip() == "v=TLSRPTv1" for text in reports)
    if not isinstance(seen.tls_rpt, Failed) and count != 1:
        yield Finding(kind=TLS_RPT_MISSING, subject=seen.domain, params=params)


def _find_in_file(seen: DomainFacts, file: StsFile) -> Iterator[Finding]:
    params = {"domain": seen.domain}
    policy = read_policy(file.text) if file.text is not None else None
    if policy is None:
        begin = (Evidence(label=N_("What was found"), value=file.text[:300]),) if file.text else ()
        yield Finding(kind=FILE_MISSING, subject=seen.domain, params=params, evidence=begin)
        return
    evidence = (Evidence(label=N_("Named in the policy"), value=policy.exchangers[:8]),)
    left_out = _left_out(seen, policy)
    if left_out:
        hosts = (Evidence(label=N_("Left out"), value=left_out[:8]),)
        severity = None if policy.mode is StsMode.ENFORCE else Severity.NOTICE
        yield Finding(
            kind=NOT_COVERED, subject=seen.domain, params=params, evidence=evidence + hosts, own_severity=severity
        )
    if policy.mode is not StsMode.ENFORCE:
        mode = {**params, "mode": policy.mode.value}
        yield Finding(kind=TESTING, subject=seen.domain, params=mode, evidence=evidence)


def _left_out(seen: DomainFacts, policy: StsPolicy) -> tuple[str, ...]:
    if isinstance(seen.exchangers, Failed) or policy.mode is StsMode.NONE:
        return ()
    return not_covered(policy, exchanger_hosts(seen.exchangers))


def part(snapshot: Snapshot) -> DomainFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.domain


CHECK = Check(
    code="domain.transport",
    title=N_("Encrypted delivery (MTA-STS and TLS-RPT)"),
    kinds=(MTA_STS_MISSING, FILE_MISSING, NOT_COVERED, TESTING, TLS_RPT_MISSING),
    part=part,
    judge=judge,
)
