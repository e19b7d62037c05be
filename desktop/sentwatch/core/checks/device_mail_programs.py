"""Check whether the mail programs on this computer are told to connect without encryption."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.device import DeviceFacts, MailProfile, MailProgramFacts, MailSecurity, MailServerSetting
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.snapshot import Snapshot

_HOW = N_("Open the account settings of {program} and look at “Connection security” for {host}.")

PLAINTEXT = FindingKind(
    code="device.mail-program-plaintext",
    severity=Severity.WARNING,
    title=N_("{program} is told to connect to {host} without encryption ({protocol})."),
    why=N_("Everybody on the way, for example in a public Wi-Fi, can read the password and the mail."),
    harmless=(
        N_("The account may be an old one that is no longer used."),
        N_("A tunnel may protect the way to this server; the program does not know."),
    ),
    how_to_check=_HOW,
    do_first=(
        N_("Choose “SSL/TLS” there; the provider's help page names the port (usually 993, 995 or 465)."),
        N_("Then change the password, for it has gone over the network unprotected."),
    ),
)
IF_OFFERED = FindingKind(
    code="device.mail-program-encrypts-if-offered",
    severity=Severity.WARNING,
    title=N_("{program} encrypts to {host} only if the server offers it ({protocol})."),
    why=N_("Somebody on the way can take the offer out, and the program then sends the password unencrypted."),
    harmless=(N_("The account may be an old one that is no longer used."),),
    how_to_check=_HOW,
    do_first=(N_("Choose “SSL/TLS” there; the provider's help page names the port (usually 993, 995 or 465)."),),
)
OLD_TLS = FindingKind(
    code="device.mail-program-old-tls",
    severity=Severity.NOTICE,
    title=N_("{program} was told to accept old encryption (TLS 1.0 or 1.1)."),
    why=N_("Old versions have known holes and were withdrawn in 2021 (RFC 8996)."),
    harmless=(N_("It may have been needed for an old server that is no longer used."),),
    how_to_check=N_("In {program}, open the configuration editor and look for “security.tls.version.min”."),
    do_first=(N_("Set it back to the default. If mail no longer arrives then, ask the provider for a newer server."),),
)


def judge(seen: MailProgramFacts | DoesNotApply, _snapshot: Snapshot) -> Checked | NotChecked:
    """Find servers without encryption; a server on this computer itself needs none."""
    if isinstance(seen, DoesNotApply):
        return nothing_here(seen)
    unread = phrase(N_("Settings that are there and could not be read: {places}"), places=seen.unread)
    if not seen.profiles and seen.unread:
        return NotChecked(unread)
    limits: tuple[Phrase, ...] = (unread,) if seen.unread else ()
    if not seen.profiles:
        limits = (phrase(N_("No mail program whose settings we can read was seen (Thunderbird, Evolution).")),)
    return Checked(findings=tuple(f for profile in seen.profiles for f in _find(profile)), limits=limits)


def _find(profile: MailProfile) -> Iterator[Finding]:
    for server in profile.servers:
        kind = {MailSecurity.PLAINTEXT: PLAINTEXT, MailSecurity.IF_OFFERED: IF_OFFERED}.get(server.security)
        if kind is None or _is_here(server.host):
            continue
        yield Finding(
            kind=kind,
            subject=f"{profile.program}:{server.protocol}:{server.host}:{server.port or ''}",
            params={"program": profile.program, "host": server.host, "protocol": server.protocol.upper()},
            evidence=(
                Evidence(label=N_("Server"), value=_shown(server)),
                Evidence(label=N_("Where it stands"), value=profile.place),
            ),
        )
    if profile.allows_old_tls:
        yield Finding(
            kind=OLD_TLS,
            subject=f"{profile.program}:{profile.place}",
            params={"program": profile.program},
            evidence=(Evidence(label=N_("Where it stands"), value=profile.place),),
        )


def _shown(server: MailServerSetting) -> str:
    return f"{server.host}:{server.port}" if server.port else server.host


def _is_here(host: str) -> bool:
    # Bridges such as Proton's, and local filters, listen on this computer and encrypt onwards.
    if host.lower().rstrip(".") in {"localhost", "localhost.localdomain"}:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def part(snapshot: Snapshot) -> MailProgramFacts | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    device = snapshot.device
    return device.mail_programs if isinstance(device, DeviceFacts) else device


CHECK: Check[MailProgramFacts | DoesNotApply] = Check(
    code="device.mail-programs",
    title=N_("Settings of the mail programs"),
    kinds=(PLAINTEXT, IF_OFFERED, OLD_TLS),
    part=part,
    judge=judge,
)
