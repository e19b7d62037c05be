"""Check the keys a domain signs its mail with (DKIM), as far as their selectors are known."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked
from sentwatch.core.dkim import MIN_RSA_BITS, read_dkim
from sentwatch.core.domains import DomainFacts
from sentwatch.core.findings import Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

_OLD = N_("It may be the key of a service you no longer use.")
_ASK = N_("Send yourself a mail and look in its full headers for “dkim=pass” and the selector “s={selector}”.")


def _kind(code: str, severity: Severity, title: str, why: str, do_first: str) -> FindingKind:
    return FindingKind(
        code=code, severity=severity, title=title, why=why, harmless=(_OLD,), how_to_check=_ASK, do_first=(do_first,)
    )


MISSING = _kind(
    "domain.dkim-missing",
    Severity.WARNING,
    N_("We saw no usable DKIM key for {domain} at the selector “{selector}”."),
    N_("Mail signed with this selector cannot be verified by receivers."),
    N_("Switch on signing at your mail provider and enter the record it names."),
)
WEAK = _kind(
    "domain.dkim-weak-key",
    Severity.WARNING,
    N_("The DKIM key “{selector}” of {domain} is short: {bits:plain} bits."),
    N_("Receivers ignore keys below 1024 bits (RFC 8301), and a short key can be computed by others."),
    N_("Make a new key of 2048 bits at your mail provider."),
)
REVOKED = _kind(
    "domain.dkim-revoked",
    Severity.NOTICE,
    N_("The DKIM key “{selector}” of {domain} was withdrawn."),
    N_("Mail that is still signed with it fails."),
    N_("Make sure that your mail is signed with a newer key."),
)
TESTING = _kind(
    "domain.dkim-test-mode",
    Severity.INFO,
    N_("The DKIM key “{selector}” of {domain} says that it is only a test (t=y)."),
    N_("Receivers may treat signed mail as if it were not signed."),
    N_("Remove “t=y” when signing works."),
)


def judge(seen: DomainFacts, _snapshot: Snapshot) -> Checked | NotChecked | Failed:
    """Find missing, short, withdrawn and test keys. Without a selector nothing can be said."""
    if not seen.selectors:
        reason = N_("DKIM keys can be looked up only by their selector, and none is known yet from sent mail.")
        return NotChecked(phrase(reason), expected=True)
    found = tuple(_find(seen))
    unseen = [look for look in seen.selectors if isinstance(look.records, Failed)]
    if not unseen:
        return Checked(findings=found)
    # A selector nobody answers about does not hide what is wrong with another.
    first = unseen[0].records
    if isinstance(first, Failed) and all(finding.severity is Severity.INFO for finding in found):
        return first
    names = tuple(look.selector for look in unseen)
    return Checked(findings=found, limits=(phrase(N_("Selectors that could not be looked up: {names}"), names=names),))


def _find(seen: DomainFacts) -> Iterator[Finding]:
    for look in seen.selectors:
        if isinstance(look.records, Failed):
            continue
        texts = look.records
        subject = f"{look.selector}._domainkey.{seen.domain}"
        params = {"domain": seen.domain, "selector": look.selector}
        key = read_dkim(texts[0]) if len(texts) == 1 else None
        if key is None:
            yield Finding(kind=MISSING, subject=subject, params=params)
        elif key.is_revoked:
            yield Finding(kind=REVOKED, subject=subject, params=params)
        elif key.rsa_bits is not None and key.rsa_bits < MIN_RSA_BITS:
            yield Finding(kind=WEAK, subject=subject, params={**params, "bits": key.rsa_bits})
        elif key.is_testing:
            yield Finding(kind=TESTING, subject=subject, params=params)


def part(snapshot: Snapshot) -> DomainFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.domain


CHECK = Check(
    code="domain.dkim",
    title=N_("Signing keys (DKIM)"),
    kinds=(MISSING, WEAK, REVOKED, TESTING),
    part=part,
    judge=judge,
)
