"""Looks at a website its owner named: a few ordinary requests, redirects followed by hand, nothing guessed."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from sentwatch.adapters.commands import CouldNotLook
from sentwatch.adapters.facts import fact
from sentwatch.adapters.fetch import FETCH_ERRORS, Fetch, Reply
from sentwatch.adapters.targets import Targets
from sentwatch.adapters.web_page import read_cookies, read_header_hints, read_page
from sentwatch.adapters.web_tls import look_at_tls
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.security_txt import SecurityTxt, read_security_txt
from sentwatch.core.website import Hop, Page, Site, Way, WebsiteFacts
from sentwatch.ports.cancel import CancelToken

MAX_PAGE: Final = 512 * 1024
"""The median page has some 30 kB of HTML (HTTP Archive); what stands further down is said to be unread."""
MAX_TEXT: Final = 64 * 1024
MAX_HOPS: Final = 5
_HEADERS: Final = {"User-Agent": "Sentwatch (own-site check)", "Accept": "text/html,*/*;q=0.5"}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PATH_SIGNS: Final = "/?&=%:@!$'()*+,;~-._[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    url: str
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Website:
    """A WebsitePort. `targets`, `context` and the ports are for tests on loopback.

    The owner named the site; it may stand in the next room.
    """

    targets: Targets = field(default_factory=lambda: Targets(may_connect=lambda _address: True))
    context: ssl.SSLContext | None = field(default=None, repr=False)
    http_port: int = 80
    https_port: int = 443

    def look(self, site: Site, *, cancel: CancelToken) -> WebsiteFacts:
        """Look at each fact by itself: at most some fifteen requests in all."""
        answers: list[_Answer] = []

        def way(scheme: str) -> Way:
            return self._way(site, scheme, answers, cancel=cancel)

        unencrypted = fact(lambda: way("http"), cancel=cancel)
        answers.clear()
        encrypted = fact(lambda: way("https"), cancel=cancel)
        return WebsiteFacts(
            site=site,
            unencrypted_way=unencrypted,
            way=encrypted,
            tls=fact(
                lambda: look_at_tls(site.host, self.https_port, self.targets, self.context, cancel=cancel),
                cancel=cancel,
            ),
            page=fact(lambda: _page(encrypted, answers), cancel=cancel),
            security_txt=fact(lambda: self._security_txt(site, cancel=cancel), cancel=cancel),
        )

    def _way(self, site: Site, scheme: str, answers: list[_Answer], *, cancel: CancelToken) -> Way:
        """Follow redirects by hand, from one of the two names to the other at most; keep the last answer."""
        url = f"{scheme}://{site.host}{quote(site.path, safe=_PATH_SIGNS)}"
        hops: list[Hop] = []
        asked: set[str] = set()
        while True:
            cap = MAX_PAGE if url.startswith("https:") else 0
            reply = self._get(url, cap=cap, cancel=cancel)
            place = reply.header("location") if reply.status in _REDIRECTS else ""
            leads_to = _joined(url, place)
            hops.append(Hop(url=url, status=reply.status, leads_to=leads_to))
            asked.add(url)
            answers[:] = [_Answer(url=url, reply=reply)]
            if not leads_to:
                return Way(hops=tuple(hops))
            if len(hops) > MAX_HOPS or leads_to in asked or not _is_ours(leads_to, site):
                return Way(hops=tuple(hops), stopped_at=leads_to)
            url = leads_to

    def _security_txt(self, site: Site, *, cancel: CancelToken) -> SecurityTxt | None:
        answers: list[_Answer] = []
        self._way(Site(host=site.host, path="/.well-known/security.txt"), "https", answers, cancel=cancel)
        answer = answers[-1].reply
        if answer.status in {404, 410} or answer.status in _REDIRECTS:
            return None
        if answer.status != 200:
            reason = phrase(N_("The site answered {status:plain} when asked for security.txt."), status=answer.status)
            raise CouldNotLook(reason)
        # Many sites answer every address with their front page: RFC 9116 section 3 wants text/plain.
        if answer.header("content-type").partition(";")[0].strip().lower() not in {"text/plain", ""}:
            return None
        return read_security_txt(answer.body[:MAX_TEXT].decode("utf-8", "replace"))

    def _get(self, url: str, *, cap: int, cancel: CancelToken) -> Reply:
        parts = urlsplit(url)
        host = parts.hostname or ""
        fetch = Fetch(targets=self.targets, context=self.context, ports=(self.http_port, self.https_port))
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            return fetch.get(host, target, encrypted=parts.scheme == "https", headers=_HEADERS, cap=cap, cancel=cancel)
        except FETCH_ERRORS as error:
            raise _reason(error, host=host, scheme=parts.scheme) from None


def _reason(error: Exception, *, host: str, scheme: str) -> CouldNotLook:
    if isinstance(error, ssl.SSLCertVerificationError):
        return CouldNotLook(
            phrase(N_("The certificate of {host} could not be verified, so its page was not read."), host=host)
        )
    return CouldNotLook(phrase(N_("{host} did not answer ({scheme})."), host=host, scheme=scheme))


def _joined(url: str, place: str) -> str:
    if not place:
        return ""
    try:
        joined = urljoin(url, place)
        parts = urlsplit(joined)
        path = quote(parts.path or "/", safe=_PATH_SIGNS)
    except ValueError:
        return place[:500]
    query = f"?{quote(parts.query, safe=_PATH_SIGNS)}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc.lower()}{path}{query}"[:1000]


def _is_ours(url: str, site: Site) -> bool:
    """Whether a redirect stays at the two names, without another port and without a log-in name."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    usual: Mapping[str, int] = {"http": 80, "https": 443}
    is_port_fit = port is None or port == usual.get(parts.scheme)
    return parts.scheme in usual and is_port_fit and host in {site.host, site.sibling} and "@" not in parts.netloc


def _page(way: object, answers: list[_Answer]) -> Page:
    if not isinstance(way, Way) or not answers:
        raise CouldNotLook(getattr(way, "reason", phrase(N_("The page could not be read."))))
    if way.stopped_at:
        raise CouldNotLook(phrase(N_("The page leads to {url}; other sites are not followed."), url=way.stopped_at))
    answer = answers[-1]
    if not answer.url.startswith("https:"):
        raise CouldNotLook(phrase(N_("The page ends at an unencrypted address, so it was not read.")))
    reply = answer.reply
    kind = reply.header("content-type").partition(";")[0].strip().lower()
    is_coded = reply.header("content-encoding").lower() not in {"", "identity"}
    is_html = kind in {"text/html", "application/xhtml+xml"} and not is_coded
    hints, unencrypted = read_page(reply.body) if is_html else ((), ())
    return Page(
        url=answer.url,
        status=reply.status,
        headers=reply.headers,
        cookies=read_cookies(reply.headers),
        hints=(*read_header_hints(reply.headers), *hints),
        unencrypted=unencrypted,
        was_read=is_html,
        is_cut=reply.is_cut,
    )
