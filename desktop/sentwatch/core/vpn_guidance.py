"""Whether a VPN helps: a small tree of questions that ends in advice, as data, and the pure walk through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sentwatch.core.network import WifiSecurity
from sentwatch.core.phrase import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says so. `was_read` is False for what is restated from general knowledge: to be marked as unverified."""

    title: str
    url: str
    was_read: bool


# The checked list of sources of the secure-setup checklist; read or restated 2026-11.
SOURCES: Final[Mapping[str, Source]] = {
    "au-wifi": Source(
        title="Australian Government, Stay Smart Online: public wireless networks",
        url="https://www.staysmartonline.gov.au/protect-yourself/doing-things-safely/using-public-wireless-or-wifi-networks",
        was_read=True,
    ),
    "pg-wifi": Source(
        title="NCSC Papua New Guinea: public wifi and hotspots", url="https://www.ncsc.gov.pg/?p=3163", was_read=True
    ),
    "cisa-mobile": Source(
        title="CISA: Mobile Communications Best Practice Guidance", url="https://www.cisa.gov/", was_read=False
    ),
    "eff-vpn": Source(
        title="EFF Surveillance Self-Defense: choosing a VPN",
        url="https://ssd.eff.org/module/choosing-vpn-thats-right-you",
        was_read=False,
    ),
    "ncsc-vpn": Source(
        title="NCSC UK: virtual private networks",
        url="https://www.ncsc.gov.uk/collection/device-security-guidance/infrastructure/virtual-private-networks",
        was_read=False,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a question, and the node it leads to."""

    id: str
    text: str
    leads_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its answers. Texts are marked source texts."""

    id: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Where the walk ends: what a VPN would do here, what to do, who says so, and the checklist steps it belongs to."""

    id: str
    title: str
    points: tuple[str, ...]
    do_first: tuple[str, ...]
    sources: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


TLS_PROTECTS: Final = (
    N_(
        "Mail between this computer and the provider is already encrypted by TLS, if the program is set up so. Nearly "
        "all pages are, too. A network in between sees which servers you talk to, not what you say."
    ),
    N_(
        "A VPN adds a second wrapping as far as the VPN company. It moves your trust from the network to that company; "
        "it does not remove it."
    ),
)
"""What is said before any question."""

DOES_NOT_HELP: Final = (
    N_("A stolen password works from anywhere: whoever has it signs in from their own computer, past your VPN."),
    N_("False sign-in pages and fraud mails reach you through a VPN just as well."),
    N_("A password stealer on this computer sees everything before the VPN does."),
)
"""What no VPN helps against; said with every advice."""

SOURCES_DISAGREE: Final = N_(
    "Sources disagree: Australian and other authorities name a VPN among the measures for public Wi-Fi; the US agency "
    "CISA advises people who expect to be spied on against personal VPNs, because the risk moves to the company."
)

CHOOSE: Final = (
    N_("Owner and country are known, and it lives from its price and not from advertising."),
    N_("The policy on logs and the programs were checked by an independent party within the last two years."),
    N_("It uses WireGuard, OpenVPN or IKEv2, has name servers of its own, and carries IPv6 too."),
    N_("It has a kill switch: when the tunnel drops, nothing goes out beside it."),
    N_("It comes from the official shop, was updated within the last months, and installs no root certificate."),
    N_("It does not claim to make you anonymous or to keep out attackers."),
)
"""How to choose a consumer VPN; no product is named on purpose."""

KILL_SWITCH: Final = (
    N_("Without a kill switch, traffic goes on in the open when the tunnel drops, and nobody notices."),
    N_(
        "Switch on the kill switch and “connect by itself in unknown networks”, then test it once: end the tunnel "
        "while a page is loading. The page must stop."
    ),
)

WORK_VPN: Final = (
    N_("Each user has an account of their own with MFA; nobody shares one, and those who leave are removed that day."),
    N_("Security updates of the VPN device are installed within days of a notice; such devices are a common way in."),
    N_("Its management page is not reachable from the internet, and its logs are kept and looked at."),
)


def _choice(choice_id: str, text: str, leads_to: str) -> Choice:
    return Choice(id=choice_id, text=text, leads_to=leads_to)


_NODES: Final[tuple[Question | Advice, ...]] = (
    Question(
        id="start",
        text=N_("What should a VPN do for you?"),
        choices=(
            _choice("wifi", N_("Protect me in Wi-Fi of cafés, hotels and trains"), "wifi"),
            _choice("office", N_("Let me reach computers in the office"), "office"),
            _choice("takeover", N_("Keep others out of my mailbox"), "mailbox"),
            _choice("hidden", N_("Keep my provider or websites from seeing what I do"), "hidden"),
            _choice("unsure", N_("I do not know; somebody said I need one"), "where"),
        ),
    ),
    Question(
        id="where",
        text=N_("Where do you read mail most of the time?"),
        choices=(
            _choice("home", N_("At home or in the office, or by mobile network"), "home"),
            _choice("public", N_("Often in Wi-Fi that others share"), "wifi"),
            _choice("targeted", N_("Anywhere, and somebody may be after me in particular"), "targeted"),
        ),
    ),
    Question(
        id="wifi",
        text=N_("Could you use the hotspot of your phone instead?"),
        choices=(
            _choice("hotspot", N_("Yes, most of the time"), "hotspot"),
            _choice("no-hotspot", N_("No, I depend on such Wi-Fi"), "open-wifi"),
            _choice("targeted", N_("Somebody may be after me in particular"), "targeted"),
        ),
    ),
    Question(
        id="office",
        text=N_("Does your office run a VPN of its own?"),
        choices=(
            _choice("yes", N_("Yes, and somebody looks after it"), "work-vpn"),
            _choice("mine", N_("Yes, and I look after it"), "run-work-vpn"),
            _choice("no", N_("No"), "no-work-vpn"),
        ),
    ),
    Advice(
        id="mailbox",
        title=N_("A VPN does not keep others out of a mailbox."),
        points=(N_("The mailbox stands open to the internet by design. What guards it is the password and MFA."),),
        do_first=(
            N_("Turn on MFA, use a password of its own, and delete app passwords you do not use."),
            N_("Look through rules, forwarding and signed-in devices."),
        ),
        steps=("acct.mfa", "acct.password_unique"),
    ),
    Advice(
        id="home",
        title=N_("In a network you know, a VPN adds little."),
        points=(
            N_("A home or office line with WPA2 or WPA3 and an updated router, or mobile data, is no open network."),
        ),
        do_first=(
            N_("First do MFA, passwords and updates: they count for more."),
            N_("Keep the router up to date and change its first administrator password."),
        ),
        sources=("ncsc-vpn",),
        steps=("net.vpn_need", "net.router"),
    ),
    Advice(
        id="hotspot",
        title=N_("The hotspot of your phone does what you would want from a VPN there."),
        points=(N_("It is encrypted, and nobody else is in it."),),
        do_first=(
            N_("Set a long password for the hotspot, and switch off that the computer joins open Wi-Fi by itself."),
        ),
        sources=("au-wifi", "pg-wifi"),
        steps=("net.public_wifi",),
    ),
    Advice(
        id="open-wifi",
        title=N_("In open or shared Wi-Fi a VPN you trust is of use."),
        points=(
            N_(
                "It hides from the network and from others in it which servers you talk to, and what programs without "
                "TLS send."
            ),
            SOURCES_DISAGREE,
        ),
        do_first=(
            N_("Choose one by the points of the list below, and switch its kill switch on."),
            N_("Even so: do not accept certificate warnings, and do not change passwords or pay there."),
        ),
        sources=("au-wifi", "pg-wifi", "eff-vpn"),
        steps=("net.vpn_choose", "net.vpn_killswitch", "net.public_wifi"),
    ),
    Advice(
        id="targeted",
        title=N_("If somebody is after you in particular, ask people who do this for a living."),
        points=(
            N_(
                "A personal VPN puts one company in the place of the network: one more party that can be forced or "
                "broken into."
            ),
            SOURCES_DISAGREE,
        ),
        do_first=(
            N_("Use passkeys or security keys, keep phone and computer up to date, and use mobile data."),
            N_("Journalists and activists: ask a digital security help line of your field."),
        ),
        sources=("cisa-mobile", "eff-vpn"),
        steps=("acct.mfa", "net.vpn_need"),
    ),
    Advice(
        id="hidden",
        title=N_("A VPN hides you from the network, not from the sites, and not from the VPN company."),
        points=(
            N_(
                "Sites know you by your log-in and by your browser. The VPN company sees what your provider saw before."
            ),
        ),
        do_first=(N_("If that trade is what you want, choose one by the points of the list below."),),
        sources=("eff-vpn",),
        steps=("net.vpn_choose",),
    ),
    Advice(
        id="work-vpn",
        title=N_("Use the VPN of your office for what it is meant for."),
        points=(
            N_("It leads into the office. Often only what goes there passes through it; the rest goes the usual way."),
        ),
        do_first=(
            N_("Use it with your own account and MFA, and tell the office at once when a device is lost."),
            N_("A consumer VPN does not replace it."),
        ),
        sources=("ncsc-vpn",),
        steps=("net.vpn_work",),
    ),
    Advice(
        id="run-work-vpn",
        title=N_("The VPN of an office is itself a door, and has to be kept."),
        points=WORK_VPN,
        do_first=(
            N_("Write down make, version and the date of the last update, and subscribe to the maker's notices."),
        ),
        sources=("ncsc-vpn",),
        steps=("net.vpn_work",),
    ),
    Advice(
        id="no-work-vpn",
        title=N_("Do not open office computers to the internet to spare a VPN."),
        points=(
            N_("Remote desktops and file shares that are reachable from everywhere are tried day and night."),
            N_("A consumer VPN leads to its company and not to your office."),
        ),
        do_first=(
            N_("Ask whoever looks after your network for a VPN with MFA, or move that work to a service that has MFA."),
        ),
        sources=("ncsc-vpn",),
        steps=("net.vpn_work",),
    ),
)

NODES: Final[Mapping[str, Question | Advice]] = {node.id: node for node in _NODES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Where a walk stands: what was answered, and the question or the advice that comes now."""

    answered: tuple[tuple[Question, Choice], ...]
    now: Question | Advice

    @property
    def advice(self) -> Advice | None:
        """The advice, None while there is still a question."""
        return self.now if isinstance(self.now, Advice) else None


def walk(answers: Sequence[str]) -> Walk:
    """Follow answers (ids of choices) from the start. A word that is no answer to its question ends the walk there."""
    answered: list[tuple[Question, Choice]] = []
    now = NODES["start"]
    for answer in answers:
        if isinstance(now, Advice):
            break
        choice = next((each for each in now.choices if each.id == answer), None)
        if choice is None:
            break
        answered.append((now, choice))
        now = NODES[choice.leads_to]
    return Walk(answered=tuple(answered), now=now)


def first_answers(security: WifiSecurity | None) -> tuple[str, ...]:
    """Return what the Wi-Fi in use already answers: in an open one the walk begins there."""
    return ("wifi",) if security in {WifiSecurity.OPEN, WifiSecurity.WEP} else ()
