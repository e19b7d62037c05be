"""Which stored logins share or resemble the mailbox password, and which can be reset through this mailbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sentwatch.core.likeness import Likened, Likeness
from sentwatch.core.password_store import StoredLogin
from sentwatch.core.passwords import Password, ReuseCounts

_DOTLESS: Final = frozenset({"gmail.com", "googlemail.com"})
"""Where dots in the name do not matter (Google, support.google.com/mail/answer/7436150)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLogin:
    """Where a login is used: what may be shown of it. `likeness` is None where the passwords are not alike."""

    name: str
    site: str
    username: str
    likeness: Likeness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """The lists themselves, for the screen and for as long as it is open."""

    looked_at: int
    same: tuple[SiteLogin, ...]
    similar: tuple[SiteLogin, ...]
    resets_here: tuple[SiteLogin, ...]

    @property
    def counts(self) -> ReuseCounts:
        """The numbers alone."""
        return ReuseCounts(
            looked_at=self.looked_at,
            same=len(self.same),
            similar=len(self.similar),
            resets_here=len(self.resets_here),
        )


def compare_logins(
    password: Password, logins: Iterable[StoredLogin], *, addresses: Iterable[str], own_sites: Iterable[str] = ()
) -> Reuse:
    """Compare each login once per site and user name.

    `addresses` are those that reach this mailbox (aliases as the user names them). `own_sites` are host names of the
    provider itself: the mailbox's own entry there is no reuse.
    """
    mailbox = Likened(password.text)
    own_addresses = {_mailbox_of(address) for address in addresses} - {""}
    own_hosts = tuple(own_sites)
    same: dict[tuple[str, str], SiteLogin] = {}
    similar: dict[tuple[str, str], SiteLogin] = {}
    resets: dict[tuple[str, str], SiteLogin] = {}
    looked_at = 0
    for login in logins:
        is_ours = _mailbox_of(login.username) in own_addresses
        host = host_of(login.site)
        if is_ours and _is_own(host, own_hosts):
            continue
        looked_at += 1
        key = (host or login.name.casefold(), login.username.casefold())
        likeness = mailbox.likeness(Likened(login.password)) if login.password else None
        shown = SiteLogin(name=login.name, site=host or login.site, username=login.username, likeness=likeness)
        if likeness is Likeness.SAME:
            same[key] = shown
        elif likeness is not None:
            similar.setdefault(key, shown)
        if is_ours:
            resets.setdefault(key, shown)
    return Reuse(
        looked_at=looked_at,
        same=tuple(same.values()),
        similar=tuple(login for key, login in similar.items() if key not in same),
        resets_here=tuple(resets.values()),
    )


def host_of(site: str) -> str:
    """Return the host name in a web address, in lower case without "www."; empty where there is none."""
    before, scheme, after = site.strip().partition("://")
    host = (
        (after if scheme else before)
        .partition("/")[0]
        .partition("?")[0]
        .rpartition("@")[2]
        .partition(":")[0]
        .lower()
        .removeprefix("www.")
    )
    return host if "." in host or scheme else ""


def _is_own(host: str, own_hosts: tuple[str, ...]) -> bool:
    return any(host == own or host.endswith("." + own) for own in own_hosts)


def _mailbox_of(address: str) -> str:
    """Return the address without what makes no difference to where mail goes: case, +tag, Gmail's dots."""
    local, at, domain = address.strip().casefold().rpartition("@")
    if not at:
        return ""
    local = local.partition("+")[0]
    return f"{local.replace('.', '') if domain in _DOTLESS else local}@{domain}"
