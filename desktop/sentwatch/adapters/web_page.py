"""Reads a web page's headers and markup for what they tell everybody: cookies, versions, unencrypted parts."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Final

from sentwatch.core.website import Cookie, Loaded, VersionHint

READ_S: Final = 5.0
CHUNK: Final = 8192
MAX_FOUND: Final = 50

_PRODUCT: Final = re.compile(r"([A-Za-z][A-Za-z+!._-]{1,30})/([0-9][0-9A-Za-z.\-+~]{0,30})")
_GENERATOR: Final = re.compile(
    r"([A-Za-z][A-Za-z0-9!. ]{0,30}?)(?:[ /]v?([0-9][0-9A-Za-z.\-]{0,30}))?(?:[ ,;(].{0,200})?"
)
_PLUGIN: Final = re.compile(r"/wp-content/(?:plugins|themes)/([A-Za-z0-9_-]{1,60})/.{0,300}[?&]ver=([0-9][0-9.]{0,20})")
_JQUERY: Final = re.compile(
    r"/jquery[.-]([0-9]{1,2}\.[0-9]{1,3}(?:\.[0-9]{1,3})?)(?:\.slim)?(?:\.min)?\.js", re.IGNORECASE
)
_LOADING: Final = {
    "script": "src",
    "iframe": "src",
    "img": "src",
    "audio": "src",
    "video": "src",
    "source": "src",
    "embed": "src",
    "object": "data",
    "form": "action",
}


def read_cookies(headers: Iterable[tuple[str, str]]) -> tuple[Cookie, ...]:
    """Read Set-Cookie lines (RFC 6265 section 5.2); values are dropped."""
    cookies: list[Cookie] = []
    for name, line in headers:
        if name != "set-cookie":
            continue
        pair, *rest = line.split(";")
        words = [each.partition("=") for each in rest]
        flags = {word.strip().lower(): value.strip() for word, _, value in words}
        cookies.append(
            Cookie(
                name=pair.partition("=")[0].strip()[:80],
                is_secure="secure" in flags,
                is_http_only="httponly" in flags,
                same_site=flags.get("samesite", "")[:20],
            )
        )
    return tuple(cookies[:MAX_FOUND])


def read_header_hints(headers: Iterable[tuple[str, str]]) -> tuple[VersionHint, ...]:
    """Read versions out of Server, X-Powered-By and X-Generator."""
    hints: list[VersionHint] = []
    for name, value in headers:
        if name in {"server", "x-powered-by"}:
            hints += (
                VersionHint(product=product, version=version, place=name)
                for product, version in _PRODUCT.findall(value[:500])
            )
        elif name == "x-generator":
            hints += _generator(value, place=name)
        elif name == "x-aspnet-version":
            hints.append(VersionHint(product="ASP.NET", version=value[:20], place=name))
    return tuple(hints[:MAX_FOUND])


def _generator(text: str, *, place: str) -> list[VersionHint]:
    match = _GENERATOR.fullmatch(text.strip()[:300])
    if match is None:
        return []
    return [VersionHint(product=match.group(1).strip(), version=match.group(2) or "", place=place)]


class _Scan(HTMLParser):
    """Keeps a bounded number of things worth telling; whatever else stands in the page is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hints: list[VersionHint] = []
        self.unencrypted: list[Loaded] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in reversed(attrs[:100])}
        if tag == "meta" and values.get("name", "").lower() == "generator":
            self.hints += _generator(values.get("content", ""), place="meta generator")
        address = values.get(_LOADING.get(tag, ""), "")
        if tag == "link":
            rel = values.get("rel", "").lower().split()
            address = values.get("href", "")
            if "stylesheet" in rel:
                self._loaded("stylesheet", address)
        elif address:
            self._loaded(tag, address)
        for pattern, product in ((_PLUGIN, ""), (_JQUERY, "jQuery")):
            match = pattern.search(address[:600])
            if match is not None and len(self.hints) < MAX_FOUND:
                name, version = (product, match.group(1)) if product else match.groups()
                hint = VersionHint(product=name, version=version, place="address of a part")
                if hint not in self.hints:
                    self.hints.append(hint)

    def _loaded(self, tag: str, address: str) -> None:
        if address.strip().lower().startswith("http://") and len(self.unencrypted) < MAX_FOUND:
            self.unencrypted.append(Loaded(tag=tag, url=address.strip()[:300]))


def read_page(body: bytes) -> tuple[tuple[VersionHint, ...], tuple[Loaded, ...]]:
    """Scan HTML in pieces, no longer than a few seconds; what was found until then counts."""
    scan = _Scan()
    text = body.decode("utf-8", "replace")
    deadline = time.monotonic() + READ_S
    for at in range(0, len(text), CHUNK):
        try:
            scan.feed(text[at : at + CHUNK])
        except (AssertionError, ValueError, RecursionError):
            break  # the parser gives up on some broken markup
        # Markup that never ends is looked at anew with each piece.
        if time.monotonic() > deadline:
            break
    return tuple(scan.hints[:MAX_FOUND]), tuple(scan.unencrypted)
