"""Whom this program talks to over the network, why, and by which switch the optional ones are turned off.

Whatever contacts a host stands in this list first: `tests/unit/core/test_network_list.py` holds the code to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sentwatch.core.accounts import Account, SignIn
from sentwatch.core.oauth import OAuthService
from sentwatch.core.phrase import N_
from sentwatch.core.settings import Settings

BREACH_HOST: Final = "api.pwnedpasswords.com"
PORTAL_HOST: Final = "detectportal.firefox.com"
SECOND_RESOLVER: Final = ("Quad9", "9.9.9.9")
"""Whose answers are compared where the user switched that on: a foundation whose policy keeps no address of who asks.

Source: quad9.net/privacy/policy and its transparency report, read 2026-11-24.
"""
GMAIL_HOST: Final = "gmail.googleapis.com"
GRAPH_HOST: Final = "graph.microsoft.com"
_INTERFACES: Final = {"google": GMAIL_HOST, "microsoft": GRAPH_HOST}
"""Services with an interface of their own for rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkContact:
    """One kind of host. `hosts` may be empty where it is named only when it is asked for.

    `setting` is the field of Settings that switches it; None where it is part of what was asked for: a mailbox cannot
    be watched without its server.
    """

    code: str
    name: str
    hosts: tuple[str, ...]
    why: str
    setting: str | None = None
    is_on: bool = True


def network_list(
    settings: Settings,
    accounts: Iterable[Account] = (),
    services: Iterable[OAuthService] = (),
    *,
    outgoing: Iterable[str] = (),
    domains: Iterable[str] = (),
    sites: Iterable[str] = (),
    release_page: str = "",
) -> tuple[NetworkContact, ...]:
    """Everybody the program talks to, for these accounts; first what always belongs to it, then what can be chosen.

    `outgoing` are the servers that take the accounts' mail, `domains` the user's own, `sites` the hosts of websites
    they said to be theirs, `release_page` the host that would be asked for a newer version.
    """
    known = tuple(accounts)
    return (
        NetworkContact(
            code="mail-server",
            name=N_("Your mail servers"),
            hosts=tuple(sorted({account.host for account in known})),
            why=N_("To read who wrote to whom and when, to see how the server lets programs in, and to read rules."),
        ),
        NetworkContact(
            code="outgoing-server",
            name=N_("Your outgoing mail servers"),
            hosts=tuple(sorted(set(outgoing))),
            why=N_(
                "Only when you press the button: to send the test mail to yourself, or to hear the time in its "
                "greeting, without signing in."
            ),
        ),
        *_browser_sign_in(known, tuple(services)),
        NetworkContact(
            code="dns",
            name=N_("The name server of your network"),
            hosts=(),
            why=N_("To find the servers of an address, and to read what your own domain says of itself."),
        ),
        NetworkContact(
            code="own-domain",
            name=N_("Your own domain"),
            hosts=tuple(f"mta-sts.{domain}" for domain in domains),
            why=N_("To read its rule for encrypted delivery, where it has one."),
        ),
        NetworkContact(
            code="discovery",
            name=N_("The domain of a new address"),
            hosts=(),
            why=N_(
                "Only while you add an account: to ask the domain for its mail settings. The part before the @ is not "
                "sent."
            ),
        ),
        NetworkContact(
            code="website",
            name=N_("A website you name"),
            hosts=tuple(sites),
            why=N_("Only a site that you say is yours: when you ask for it, and from then on once a week."),
        ),
        NetworkContact(
            code="clock",
            name=N_("A web page, for its time"),
            hosts=(),
            why=N_(
                "Only when you compare the clock of this computer, for codes that did not fit: that of a host you "
                "name, or of your mail server where its greeting tells no time."
            ),
        ),
        NetworkContact(
            code="breach",
            name=N_("Have I Been Pwned"),
            hosts=(BREACH_HOST,),
            why=N_(
                "To ask whether a password is in known leaks: five characters of its hash leave this computer, never "
                "the password."
            ),
            setting="breach_check",
            is_on=settings.breach_check,
        ),
        NetworkContact(
            code="second-resolver",
            name=N_("A second name server (Quad9)"),
            hosts=(SECOND_RESOLVER[1],),
            why=N_("To compare the address of your mail server with another answer: the host’s name is sent there."),
            setting="second_resolver",
            is_on=settings.second_resolver,
        ),
        NetworkContact(
            code="captive-portal",
            name=N_("A test page of Mozilla"),
            hosts=(PORTAL_HOST,),
            why=N_("To notice a network that wants a sign-in page first. Nothing of you is sent."),
            setting="captive_portal_check",
            is_on=settings.captive_portal_check,
        ),
        NetworkContact(
            code="look-alikes",
            name=N_("Names like your domain"),
            hosts=(),
            why=N_("To see whether domains with almost your name exist: those names are looked up in DNS."),
            setting="look_alike_domains",
            is_on=settings.look_alike_domains,
        ),
        NetworkContact(
            code="release-page",
            name=N_("A page with the versions of Sentwatch"),
            hosts=(release_page,) if release_page else (),
            why=N_("To see once a day whether there is a newer one. Not even your version is sent."),
            setting="update_notice",
            is_on=settings.update_notice,
        ),
        *_second_channel(settings),
    )


def _browser_sign_in(accounts: tuple[Account, ...], services: tuple[OAuthService, ...]) -> Iterable[NetworkContact]:
    used = [account for account in accounts if account.sign_in is SignIn.OAUTH]
    hosts = {
        host
        for service in services
        if any(account.provider in service.providers or account.host in service.hosts for account in used)
        for host in (_host(service.authorize_url), _host(service.token_url), _INTERFACES.get(service.id, ""))
        if host
    }
    if hosts:
        yield NetworkContact(
            code="browser-sign-in",
            name=N_("The sign-in of your provider"),
            hosts=tuple(sorted(hosts)),
            why=N_("To renew the permission that you gave in the browser, and to read the rules of the mailbox."),
        )


def _second_channel(settings: Settings) -> Iterable[NetworkContact]:
    if settings.second_channel == "webhook":
        yield NetworkContact(
            code="second-channel",
            name=N_("Your web hook"),
            hosts=tuple(filter(None, (_host(settings.second_channel_target),))),
            why=N_("To tell you by a second way. It is set up under “Notifications”."),
        )


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0].lower()
