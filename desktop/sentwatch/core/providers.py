"""What we know of mail providers, and finding the one behind an address: pure values and look-ups."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final

from sentwatch.core.accounts import Security


class Trust(enum.Enum):
    """How well a fact of the table is known. `HINT` is general knowledge: shown as a hint, never as a fact."""

    OFFICIAL = "A"
    DATABASE = "B"
    THIRD_PARTY = "C"
    HINT = "G"


class Offer(enum.Enum):
    """Whether a provider takes one way in. `SOMETIMES` depends on the account ("while two-step is off")."""

    NO = "no"
    SOMETIMES = "sometimes"
    YES = "yes"
    UNKNOWN = "unknown"


class LoginName(enum.Enum):
    """What the provider wants as the user name. `OTHER` is an id of its own that the user must look up."""

    ADDRESS = "address"
    LOCAL_PART = "local-part"
    OTHER = "other"


class Kind(enum.Enum):
    """What sort of provider it is."""

    FREEMAIL = "freemail"
    OFFICE = "office"
    ENCRYPTED = "encrypted"
    HOSTING = "hosting"
    ISP = "isp"
    MOBILE = "mobile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a protocol is spoken. `host` is None where it depends on the contract; `pattern` then describes it."""

    host: str | None
    port: int
    security: Security
    login_name: LoginName
    trust: Trust
    pattern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysIn:
    """Which ways in the provider takes. The texts are the table's own words (English), for the curious."""

    password: Offer
    app_password: Offer
    oauth: Offer
    password_text: str
    app_password_text: str
    oauth_text: str
    trust: Trust

    @property
    def only_browser(self) -> bool:
        """Neither the account password nor an app password opens the mailbox."""
        return self.password is Offer.NO and self.app_password is Offer.NO and self.oauth is Offer.YES

    @property
    def only_app_password(self) -> bool:
        """A typed secret can only be an app password."""
        return self.password is Offer.NO and self.app_password in {Offer.YES, Offer.SOMETIMES}


@dataclass(frozen=True, slots=True, kw_only=True)
class SievePort:
    """What is known of ManageSieve (RFC 5804) there. `probe`: worth a try with STARTTLS."""

    offered: str
    host: str | None
    port: int | None
    probe: bool
    trust: Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the provider: `name` is app_passwords, two_step, activity, filters, forwarding, help and so on."""

    name: str
    url: str
    trust: Trust
    where: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendLimit:
    """A sending limit of the provider; an upper bound only. `value` is None where it is told in words."""

    what: str
    value: int | None
    per: str
    text: str
    trust: Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class EnableImap:
    """Whether IMAP must be switched on first, and how, in both languages (empty where nothing is known)."""

    needed: str
    en: str
    ja: str
    trust: Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One mail provider. `imap` is None where the provider has none: archives and guided checks still work."""

    id: str
    name_en: str
    name_ja: str
    kind: Kind
    country: str
    domains: tuple[str, ...]
    mx_suffixes: tuple[str, ...]
    imap: Server | None
    smtp: Server | None
    ways_in: WaysIn
    enable_imap: EnableImap
    sieve: SievePort
    sent_names: tuple[str, ...]
    sent_special_use: str
    auto_save_sent: str
    rules_read_by: tuple[str, ...]
    rules_api: tuple[str, ...]
    pages: tuple[Page, ...]
    limits: tuple[SendLimit, ...]
    notes: tuple[str, ...] = ()

    def page(self, *names: str) -> Page | None:
        """Return the first page known under one of `names`."""
        for name in names:
            for page in self.pages:
                if page.name == name:
                    return page
        return None

    @property
    def needs_bridge(self) -> bool:
        """Whether IMAP is spoken by a program of the provider on this computer (Proton Mail Bridge)."""
        return self.imap is not None and self.imap.host in _LOOPBACK


_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})

# Providers whose customers have addresses under the provider's own domain (name.sakura.ne.jp, tenant.onmicrosoft.com).
_WITH_SUBDOMAINS: Final = frozenset({Kind.HOSTING, Kind.OFFICE, Kind.ISP, Kind.MOBILE})


@dataclass(frozen=True, slots=True)
class ProviderTable:
    """All providers, with their indexes."""

    providers: tuple[Provider, ...]
    _by_domain: dict[str, Provider] = field(init=False, repr=False, compare=False)
    _by_id: dict[str, Provider] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_domain: dict[str, Provider] = {}
        for provider in self.providers:
            for domain in provider.domains:
                by_domain.setdefault(domain, provider)
        object.__setattr__(self, "_by_domain", by_domain)
        object.__setattr__(self, "_by_id", {provider.id: provider for provider in self.providers})

    def by_id(self, provider_id: str | None) -> Provider | None:
        """Return the provider with this id."""
        return self._by_id.get(provider_id) if provider_id else None

    def by_address(self, address: str) -> Provider | None:
        """Return the provider that gives out addresses like this one."""
        domain = domain_of(address)
        return self.by_domain(domain) if domain else None

    def by_domain(self, domain: str) -> Provider | None:
        """Return the provider of a domain: itself, or the longest parent domain of a host, office or carrier."""
        exact = self._by_domain.get(domain)
        if exact is not None:
            return exact
        _, _, parent = domain.partition(".")
        while "." in parent:
            found = self._by_domain.get(parent)
            if found is not None:
                return found if found.kind in _WITH_SUBDOMAINS else None
            _, _, parent = parent.partition(".")
        return None

    def by_mx(self, hosts: Iterable[str]) -> Provider | None:
        """Return the provider behind the mail exchangers of a domain, the most preferred one first.

        A domain that needs this is not a freemail domain, so of two providers with the same exchangers (Gmail and
        Google Workspace) the one for own domains is meant.
        """
        for host in hosts:
            name = host.rstrip(".").lower()
            found = [
                (len(suffix), provider.kind is not Kind.FREEMAIL, provider)
                for provider in self.providers
                for suffix in provider.mx_suffixes
                if name == suffix or name.endswith("." + suffix)
            ]
            if found:
                longest = max(length for length, _, _ in found)
                return max((entry for entry in found if entry[0] == longest), key=lambda entry: entry[1])[2]
            for provider in self.providers:
                if provider.imap is not None and matches_pattern(provider.imap, name):
                    return provider
        return None


_NEVER: Final = frozenset(' ,;<>"()[]\\')
"""Signs that stand in no address people have; in a quoted local part (RFC 5321 4.1.2) nobody uses them."""


def matches_pattern(server: Server, host: str) -> bool:
    """Whether `host` is one of the contract's own servers (sv*.xserver.jp), so that it can be used as the host."""
    pattern = server.pattern
    if pattern is None or " " in pattern or "*" not in pattern:
        return False
    return host.count(".") == pattern.count(".") and fnmatchcase(host, pattern)


def domain_of(address: str) -> str | None:
    """Return the domain of an address in its ASCII form, None where there is none that DNS could know."""
    _, at, domain = address.strip().rpartition("@")
    domain = domain.rstrip(".").lower()
    if not at or not domain or len(domain) > 253:
        return None
    try:
        ascii_form = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = ascii_form.split(".")
    fine = all(0 < len(label) <= 63 and label.replace("-", "").replace("_", "").isalnum() for label in labels)
    return ascii_form if fine and len(labels) > 1 else None


def is_address(text: str) -> bool:
    """Whether this can be one mail address, if only of a server within the house (name@mailhost)."""
    local, at, domain = text.rpartition("@")
    return bool(at and local and domain) and "@" not in local and text.isprintable() and not set(text) & _NEVER


def login_name_for(server: Server, address: str) -> str | None:
    """Return the user name this server wants for `address`, None where only the user knows it."""
    if server.login_name is LoginName.ADDRESS:
        return address
    if server.login_name is LoginName.LOCAL_PART:
        return address.rpartition("@")[0]
    return None


GUIDES: Final = {
    "gmail": "app-password-gmail",
    "google_workspace": "app-password-gmail",
    "icloud": "app-password-icloud",
    "yahoo": "app-password-yahoo",
    "aol": "app-password-yahoo",
    "fastmail": "app-password-fastmail",
    "gmx": "app-password-gmx",
    "gmx_com": "app-password-gmx",
    "webde": "app-password-gmx",
    "mailcom": "app-password-gmx",
    "docomo": "app-password-docomo",
    "yahoo_jp": "enable-imap-yahoo-jp",
    "outlook_com": "own-oauth-client-microsoft",
    "microsoft365": "own-oauth-client-microsoft",
}
"""The guide (resources/guides/*/NAME.md) that helps with signing in at a provider."""
