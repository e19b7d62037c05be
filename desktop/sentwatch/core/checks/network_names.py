"""Check whether the name servers in use answer oddly about the mail server."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.discovery import is_public_address
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.network import NameFacts, NetworkFacts, is_local_name, is_other_answer
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.snapshot import Snapshot

_TLS_DECIDES = N_(
    "The certificate decides in the end: where it fits, you are at the right server. Without it Sentwatch does not "
    "sign in."
)

PRIVATE = FindingKind(
    code="network.dns-private-answer",
    severity=Severity.NOTICE,
    title=N_("Here the name {host} leads into a private network."),
    why=N_("A public mail server has a public address. A changed router or a program here can redirect it."),
    harmless=(
        N_("A work VPN, a filter on this computer or your own mail server at home is reached like this."),
        _TLS_DECIDES,
    ),
    how_to_check=N_("Switch to another network, for example your phone's, and compare."),
    do_first=(N_("If you cannot explain it, look at the router's DNS settings and at the hosts file."),),
)
INVENTED = FindingKind(
    code="network.dns-invents-answers",
    severity=Severity.NOTICE,
    title=N_("The name servers here answer for a name that does not exist."),
    why=N_("Whoever invents answers decides where mistyped names lead, and can do so for others too."),
    harmless=(N_("Some internet providers and guest networks lead mistyped names to a search page."),),
    how_to_check=N_("Type a long random name into the browser and look what appears."),
    do_first=(N_("Choose other name servers in the router or on this computer."),),
)
DIFFERS = FindingKind(
    code="network.dns-differs",
    severity=Severity.INFO,
    title=N_("Here the name {host} leads somewhere else than {second_name} says."),
    why=N_("It can be a redirection by the router or the network."),
    harmless=(
        N_("Large services answer differently by place and by the minute; this alone means little."),
        _TLS_DECIDES,
    ),
    how_to_check=N_("Look whether the connection check of this account says anything about its certificate."),
    do_first=(N_("Do nothing unless a certificate warning comes with it; then leave this network."),),
)


def judge(seen: NameFacts | DoesNotApply, _snapshot: Snapshot) -> Checked | NotChecked:
    """Find answers that do not fit. What was not compared, because nobody switched it on, is said."""
    if isinstance(seen, DoesNotApply):
        return nothing_here(seen)
    if not seen.addresses:
        return NotChecked(phrase(N_("The name servers gave no address for {host}."), host=seen.host))
    limits: tuple[Phrase, ...] = seen.limits
    if seen.second is None and not limits:
        limits = (phrase(N_("Not compared with a second name server: that is off until you switch it on.")),)
    return Checked(findings=tuple(_find(seen)), limits=limits)


def _find(seen: NameFacts) -> Iterator[Finding]:
    here = Evidence(label=N_("Answer here"), value=seen.addresses[:8])
    if not is_local_name(seen.host) and not all(is_public_address(address) for address in seen.addresses):
        yield Finding(kind=PRIVATE, subject=seen.host, params={"host": seen.host}, evidence=(here,))
    elif seen.second and is_other_answer(seen.addresses, seen.second):
        there = Evidence(label=N_("Second answer"), value=seen.second[:8])
        params = {"host": seen.host, "second_name": seen.second_name}
        yield Finding(kind=DIFFERS, subject=seen.host, params=params, evidence=(here, there))
    if seen.invented:
        evidence = (Evidence(label=N_("Answer here"), value=seen.invented[:8]),)
        yield Finding(kind=INVENTED, subject="names", evidence=evidence)


def part(snapshot: Snapshot) -> NameFacts | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    network = snapshot.network
    return network.names if isinstance(network, NetworkFacts) else network


CHECK: Check[NameFacts | DoesNotApply] = Check(
    code="network.names",
    title=N_("Name servers in use"),
    kinds=(PRIVATE, INVENTED, DIFFERS),
    part=part,
    judge=judge,
)
