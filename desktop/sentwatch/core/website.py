"""What one's own website shows to anybody who opens it, frozen: each fact by itself, as seen or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.connection import Answer, Certificate
from sentwatch.core.looks import Fact
from sentwatch.core.names import read_domain
from sentwatch.core.phrase import N_
from sentwatch.core.security_txt import SecurityTxt

MAX_PATH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The page its owner named: an ASCII host and a path that begins with a slash."""

    host: str
    path: str = "/"

    @property
    def sibling(self) -> str:
        """The other of the two usual names: www.example.com for example.com, and the other way round."""
        return self.host[4:] if self.host.startswith("www.") else f"www.{self.host}"


def read_site(text: str) -> Site | None:
    """Read what a person types: a domain or the address of a page. None for other ports, log-in names, and nonsense."""
    rest = text.strip()
    for scheme in ("https://", "http://"):
        if rest.lower().startswith(scheme):
            rest = rest[len(scheme) :]
            break
    end = min((at for at in (rest.find(sign) for sign in "/?#") if at >= 0), default=len(rest))
    host, path = rest[:end], rest[end:].partition("#")[0]
    name = read_domain(host)
    if name is None or "_" in name or len(path) > MAX_PATH or any(ord(c) <= 0x20 or ord(c) == 0x7F for c in path):
        return None
    return Site(host=name, path=path if path.startswith("/") else f"/{path}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One request: what was asked and where it was sent on to (empty where it was answered)."""

    url: str
    status: int
    leads_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The requests from a first address to an answer. `stopped_at` is an address we did not follow."""

    hops: tuple[Hop, ...]
    stopped_at: str = ""

    @property
    def ends_at(self) -> str:
        """The last address that was asked."""
        return self.hops[-1].url if self.hops else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebTls:
    """How the encrypted door of the site is shut. `is_trusted` is NO where browsers would warn, with their `reason`."""

    version: str | None
    certificate: Certificate | None
    is_trusted: Answer
    reason: str = ""
    takes_old_tls: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """One cookie the page sets; its value is not kept."""

    name: str
    is_secure: bool
    is_http_only: bool
    same_site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Something an encrypted page loads or sends without encryption. `tag` is script, img, form and so on."""

    tag: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionHint:
    """A product and its version as the page tells everybody, and where it stands."""

    product: str
    version: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page itself. `headers` are lower-case names with their values; `is_cut`: only its beginning was read."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[Cookie, ...] = ()
    hints: tuple[VersionHint, ...] = ()
    unencrypted: tuple[Loaded, ...] = ()
    was_read: bool = True
    is_cut: bool = False

    def header(self, name: str) -> str | None:
        """Return the value of a header, several joined; None where it is not there."""
        values = [value for each, value in self.headers if each == name]
        return ", ".join(values) if values else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebsiteFacts:
    """Everything that was looked at. `unencrypted_way` begins at the http:// address, `way` at the https:// one."""

    site: Site
    unencrypted_way: Fact[Way]
    way: Fact[Way]
    tls: Fact[WebTls]
    page: Fact[Page]
    security_txt: Fact[SecurityTxt | None]
    checked_at: datetime | None = None


PROFESSIONAL_LOOK: Final = (
    N_("This look sees what every visitor sees. It tries no log-in, no form and no page you did not name."),
    N_(
        "A professional assessment adds: trying forms and log-ins for known weaknesses, looking at the server from the "
        "inside, at plug-ins and their versions, at rights and backups, with your written consent and a fixed scope."
    ),
    N_("Ask for one before you take payments or keep personal data, after a break-in, and after a large change."),
    N_("Ask who does it, by which method (for example the OWASP testing guide), and what the report will contain."),
)
"""What is said beside every report on a website."""
