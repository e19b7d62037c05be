"""Check how the Wi-Fi in use is encrypted, and whether the mail goes through a tunnel where it is not."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.connection import Answer
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.network import NetworkFacts, TunnelFacts, WifiFacts, WifiSecurity, is_mail_tunnelled
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

_MAIL_IS_TLS = N_("Mail and most pages are encrypted by themselves (TLS), with or without a tunnel.")
_NAME = N_("Ask the staff for the exact name of the network and compare it with {name}.")

OPEN = FindingKind(
    code="network.wifi-open",
    severity=Severity.NOTICE,
    title=N_("The Wi-Fi “{name}” is open, and we saw no tunnel to the mail server."),
    why=N_(
        "Everybody near you can listen to what is not encrypted otherwise, and anybody can set up a network of the "
        "same name that leads to false sign-in pages."
    ),
    harmless=(_MAIL_IS_TLS, N_("A guest network that only shows a page first is built like this.")),
    how_to_check=_NAME,
    do_first=(
        N_("Use the hotspot of your phone instead, where you can."),
        N_("Do not change passwords or pay here. If a certificate warning appears, stop and leave this network."),
        N_("Switch off that the computer joins this network by itself."),
    ),
)
OPEN_IN_TUNNEL = FindingKind(
    code="network.wifi-open-with-tunnel",
    severity=Severity.INFO,
    title=N_("The Wi-Fi “{name}” is open; the mail goes through a tunnel."),
    why=N_("The tunnel hides the mail from this network. It does not help against a false page or a stolen password."),
    harmless=(_MAIL_IS_TLS,),
    how_to_check=_NAME,
    do_first=(N_("Make sure that the tunnel blocks traffic when it drops (kill switch)."),),
)
WEP = FindingKind(
    code="network.wifi-wep",
    severity=Severity.WARNING,
    title=N_("The Wi-Fi “{name}” uses WEP, which anybody nearby can break within minutes."),
    why=N_("It is as good as open, and whoever is in it also reaches the other computers and the router."),
    harmless=(_MAIL_IS_TLS,),
    how_to_check=N_("Look at the Wi-Fi settings of the router."),
    do_first=(N_("Set the router to WPA3 or WPA2 with a new password; replace it if it offers neither."),),
)
OLD = FindingKind(
    code="network.wifi-old",
    severity=Severity.NOTICE,
    title=N_("The Wi-Fi “{name}” uses the first WPA, which is outdated."),
    why=N_("It has known weaknesses and was meant as a stopgap until WPA2 in 2004."),
    harmless=(N_("The router may offer WPA2 as well, and this computer took the older one."),),
    how_to_check=N_("Look at the Wi-Fi settings of the router."),
    do_first=(N_("Set the router to WPA3 or WPA2 only."),),
)
TWIN = FindingKind(
    code="network.wifi-same-name-less-security",
    severity=Severity.NOTICE,
    title=N_("Another access point also calls itself “{name}”, without encryption."),
    why=N_("This is how a false access point looks. Computers that join by name may end up there."),
    harmless=(
        N_("A guest network or a repeater that was set up carelessly looks the same."),
        N_("The way from one to the next encryption (WPA2 to WPA3) is not counted here."),
    ),
    how_to_check=_NAME,
    do_first=(N_("If nobody knows the second one, leave this network, and forget it in the settings."),),
)


def judge(seen: WifiFacts | DoesNotApply, snapshot: Snapshot) -> Checked | Iterator[Finding] | NotChecked:
    """Find open and outdated networks."""
    if isinstance(seen, DoesNotApply):
        return nothing_here(seen)
    if seen.security is WifiSecurity.UNKNOWN:
        return NotChecked(phrase(N_("How the Wi-Fi is encrypted could not be seen.")), expected=True)
    return _find(seen, snapshot)


def _find(seen: WifiFacts, snapshot: Snapshot) -> Iterator[Finding]:
    kinds = {WifiSecurity.OPEN: OPEN, WifiSecurity.WEP: WEP, WifiSecurity.WPA: OLD}
    kind = kinds.get(seen.security)
    tunnel = snapshot.network.tunnel if isinstance(snapshot.network, NetworkFacts) else None
    if kind is OPEN and isinstance(tunnel, TunnelFacts) and is_mail_tunnelled(tunnel):
        kind = OPEN_IN_TUNNEL
    if kind is not None:
        joins = (Evidence(label=N_("Joins by itself"), value=seen.joins_by_itself is Answer.YES),)
        evidence = joins if seen.joins_by_itself is not Answer.UNKNOWN else ()
        yield Finding(kind=kind, subject=f"wifi:{seen.name}", params={"name": seen.name}, evidence=evidence)
    if seen.security is not WifiSecurity.OPEN and WifiSecurity.OPEN in seen.others_of_that_name:
        yield Finding(kind=TWIN, subject=f"wifi:{seen.name}", params={"name": seen.name})


def part(snapshot: Snapshot) -> WifiFacts | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    network = snapshot.network
    return network.wifi if isinstance(network, NetworkFacts) else network


CHECK: Check[WifiFacts | DoesNotApply] = Check(
    code="network.wifi",
    title=N_("Wi-Fi in use"),
    kinds=(OPEN, OPEN_IN_TUNNEL, WEP, OLD, TWIN),
    part=part,
    judge=judge,
)
