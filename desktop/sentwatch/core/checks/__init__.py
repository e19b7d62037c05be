"""The checks, one file each. A new one is a file and a line here."""

from __future__ import annotations

from typing import Any, Final

from sentwatch.core.check import Check
from sentwatch.core.checks import (
    connection_certificate,
    connection_plaintext_login,
    connection_tls_old,
    domain_dkim,
    domain_dmarc,
    domain_dnssec,
    domain_mx,
    domain_spf,
    domain_transport,
    mfa_clock,
    mfa_enrolment,
    mfa_names,
    mfa_secret,
    mfa_settings,
    mfa_source,
    password_breach,
    password_length,
    password_reuse,
    password_strength,
    password_words,
    rule_hiding,
    rule_inferred,
    rule_not_understood,
    rule_passing_on,
    sent_announcement,
    sent_burst,
    sent_copies_missing,
    sent_import,
    sign_in_mfa,
    sign_in_password_only,
    sign_in_recovery,
)
from sentwatch.core.findings import FindingKind

ALL_CHECKS: Final[tuple[Check[Any], ...]] = (
    sent_burst.CHECK,
    sent_copies_missing.CHECK,
    sent_import.CHECK,
    sent_announcement.CHECK,
    connection_plaintext_login.CHECK,
    connection_tls_old.CHECK,
    connection_certificate.CHECK,
    domain_mx.CHECK,
    domain_spf.CHECK,
    domain_dkim.CHECK,
    domain_dmarc.CHECK,
    domain_transport.CHECK,
    domain_dnssec.CHECK,
    rule_passing_on.CHECK,
    rule_hiding.CHECK,
    rule_not_understood.CHECK,
    rule_inferred.CHECK,
    password_length.CHECK,
    password_strength.CHECK,
    password_words.CHECK,
    password_breach.CHECK,
    password_reuse.CHECK,
    sign_in_password_only.CHECK,
    sign_in_mfa.CHECK,
    sign_in_recovery.CHECK,
    mfa_secret.CHECK,
    mfa_settings.CHECK,
    mfa_names.CHECK,
    mfa_source.CHECK,
    mfa_clock.CHECK,
    mfa_enrolment.CHECK,
)

KINDS: Final[dict[str, FindingKind]] = {kind.code: kind for check in ALL_CHECKS for kind in check.kinds}
"""Every finding there is, by its code."""

KINDS_OF: Final[dict[str, frozenset[str]]] = {
    check.code: frozenset(kind.code for kind in check.kinds) for check in ALL_CHECKS
}
"""What each check may find."""
