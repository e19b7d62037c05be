"""The checks, one file each. A new one is a file and a line here."""

from __future__ import annotations

from typing import Any, Final

from sentwatch.core.check import Check
from sentwatch.core.checks import (
    connection_certificate,
    connection_plaintext_login,
    connection_tls_old,
    device_antivirus,
    device_automatic_login,
    device_encryption,
    device_firewall,
    device_lock,
    device_mail_programs,
    device_password_program,
    device_support,
    device_updates,
    domain_dkim,
    domain_dmarc,
    domain_dmarc_reports,
    domain_dnssec,
    domain_lookalikes,
    domain_mx,
    domain_spf,
    domain_transport,
    network_names,
    network_portal,
    network_router,
    network_tunnel,
    network_wifi,
    sent_announcement,
    sent_burst,
    sent_copies_missing,
    sent_import,
    website_cookies,
    website_headers,
    website_mixed,
    website_redirect,
    website_security_txt,
    website_tls,
    website_versions,
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
    domain_dmarc_reports.CHECK,
    domain_dnssec.CHECK,
    domain_lookalikes.CHECK,
    device_antivirus.CHECK,
    device_updates.CHECK,
    device_support.CHECK,
    device_mail_programs.CHECK,
    device_encryption.CHECK,
    device_lock.CHECK,
    device_automatic_login.CHECK,
    device_firewall.CHECK,
    device_password_program.CHECK,
    network_wifi.CHECK,
    network_tunnel.CHECK,
    network_portal.CHECK,
    network_names.CHECK,
    network_router.CHECK,
    website_tls.CHECK,
    website_redirect.CHECK,
    website_versions.CHECK,
    website_mixed.CHECK,
    website_cookies.CHECK,
    website_headers.CHECK,
    website_security_txt.CHECK,
)

KINDS: Final[dict[str, FindingKind]] = {kind.code: kind for check in ALL_CHECKS for kind in check.kinds}
"""Every finding there is, by its code."""

KINDS_OF: Final[dict[str, frozenset[str]]] = {
    check.code: frozenset(kind.code for kind in check.kinds) for check in ALL_CHECKS
}
"""What each check may find."""
