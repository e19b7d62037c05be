"""Reads a release page: the JSON of the Simple repository API (PEP 691, 700), one request that says nothing of us."""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass, field
from typing import Annotated, Final
from urllib.parse import urljoin

import msgspec

from sentwatch.adapters.fetch import FETCH_ERRORS, Fetch, Reply
from sentwatch.adapters.release_place import read_place
from sentwatch.adapters.targets import Targets
from sentwatch.core.phrase import N_
from sentwatch.core.release_page import ReleaseFile, ReleasePage
from sentwatch.core.trouble import NETWORK_CUT, SERVER_SILENT, SERVER_TROUBLE, THROTTLED, Trouble, TroubleKind
from sentwatch.core.updates import ReleasePlace
from sentwatch.decoding import from_json
from sentwatch.ports.cancel import CancelToken

RELEASE_PAGE_UNVERIFIED: Final = TroubleKind(
    code="release-page-unverified",
    title=N_("The certificate of {host} could not be verified, so its page was not read."),
    do_first=N_("Check the address. If it is your office's own server, this computer has to know its authority."),
)
RELEASE_PAGE_MISSING: Final = TroubleKind(
    code="release-page-missing",
    title=N_("{host} has no page at the address of the release page."),
    do_first=N_("Check the address in the settings, under “New versions”, with whoever gave it to you."),
)
RELEASE_PAGE_CLOSED: Final = TroubleKind(
    code="release-page-closed",
    title=N_("{host} did not show the release page (it answered {status:plain})."),
    do_first=N_("The page has to be open to everybody: Sentwatch signs in nowhere to read it."),
)
RELEASE_PAGE_ELSEWHERE: Final = TroubleKind(
    code="release-page-elsewhere",
    title=N_("{host} sends us on to another address, and we do not follow."),
    do_first=N_("Write the address of the page itself into the settings, if you trust the one it leads to."),
)
RELEASE_PAGE_ODD: Final = TroubleKind(
    code="release-page-odd",
    title=N_("What {host} sent is no release page of Sentwatch."),
    do_first=N_("Check the address: it has to be a project page of the Simple repository API, as JSON."),
)

ACCEPT: Final = "application/vnd.pypi.simple.v1+json"
MAX_PAGE: Final = 2 * 1024 * 1024
"""Some 700 bytes a file, by the pages of public indexes: thousands of them."""
ALL_S: Final = 20.0
"""For the whole question. Ours: a page is read in one, and who waits can cancel."""
_MOST: Final = 20_000
_MOST_HOPS: Final = 2
"""From a name to the same with a slash, and from one spelling of the name to the other."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})

_Text = Annotated[str, msgspec.Meta(max_length=1_000)]


class _Meta(msgspec.Struct):
    api_version: Annotated[str, msgspec.Meta(max_length=20)] = msgspec.field(name="api-version")


class _File(msgspec.Struct):
    filename: _Text
    upload_time: _Text | None = msgspec.field(name="upload-time", default=None)
    yanked: bool | str = False


class _Page(msgspec.Struct):
    meta: _Meta
    name: _Text
    files: Annotated[list[_File], msgspec.Meta(max_length=_MOST)] = []
    versions: Annotated[list[str], msgspec.Meta(max_length=_MOST)] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePages:
    """A ReleasePagePort. `targets`, `context` (trust) and `all_s` are for tests.

    Whoever set the program up named the page; it may stand in the next room. No cookies, no name of ours, no proxies
    from the environment, nothing but the Accept.
    """

    targets: Targets = field(default_factory=lambda: Targets(may_connect=lambda _address: True))
    context: ssl.SSLContext | None = field(default=None, repr=False)
    all_s: float = ALL_S

    def read(self, place: ReleasePlace, *, cancel: CancelToken) -> ReleasePage:
        """Ask, and follow at most two redirects on the same host. Raises Trouble."""
        deadline = time.monotonic() + self.all_s
        at = place
        for _hop in range(_MOST_HOPS + 1):
            reply = self._get(at, deadline, cancel=cancel)
            if reply.status not in _REDIRECTS:
                return _page(reply, place.host)
            at = _next(at, reply.header("location"))
        raise Trouble(RELEASE_PAGE_ELSEWHERE, host=place.host)

    def _get(self, place: ReleasePlace, deadline: float, *, cancel: CancelToken) -> Reply:
        headers = {"Accept": ACCEPT}
        if place.port != 443:
            headers["Host"] = place.address.removeprefix("https://").removesuffix(place.path)
        left_s = max(deadline - time.monotonic(), 0.1)
        fetch = Fetch(targets=self.targets, context=self.context, ports=(80, place.port), all_s=left_s)
        try:
            reply = fetch.get(place.host, place.path, headers=headers, cap=MAX_PAGE, cancel=cancel)
        except FETCH_ERRORS as error:
            self._leave_when_late(place, deadline)
            if isinstance(error, ssl.SSLCertVerificationError):
                raise Trouble(RELEASE_PAGE_UNVERIFIED, host=place.host) from None
            raise Trouble(NETWORK_CUT, host=place.host) from None
        # A cancel and the deadline end a reading by cutting the line, which looks like the end of the page.
        cancel.check()
        self._leave_when_late(place, deadline)
        if reply.is_cut:
            raise Trouble(RELEASE_PAGE_ODD, host=place.host)
        if _is_short(reply):
            raise Trouble(NETWORK_CUT, host=place.host)
        return reply

    def _leave_when_late(self, place: ReleasePlace, deadline: float) -> None:
        if time.monotonic() >= deadline:
            raise Trouble(SERVER_SILENT, host=place.host, wait_s=round(self.all_s)) from None


def _is_short(reply: Reply) -> bool:
    length = reply.header("content-length").strip()
    return length.isascii() and length.isdigit() and len(length) < 12 and len(reply.body) < int(length)


def _next(place: ReleasePlace, location: str) -> ReleasePlace:
    """Where a redirect leads, if that is on the same host and port."""
    try:
        there = read_place(urljoin(place.address, location))
    except ValueError:
        there = None
    if not location or there is None or (there.host, there.port) != (place.host, place.port):
        raise Trouble(RELEASE_PAGE_ELSEWHERE, host=place.host)
    return there


def _page(reply: Reply, host: str) -> ReleasePage:
    status = reply.status
    if status in {404, 410}:
        raise Trouble(RELEASE_PAGE_MISSING, host=host)
    if status == 429:
        raise Trouble(THROTTLED, host=host)
    if status >= 500:
        raise Trouble(SERVER_TROUBLE, host=host)
    if status == 406:
        # It knows the project and has it in other forms only.
        raise Trouble(RELEASE_PAGE_ODD, host=host)
    if status != 200:
        raise Trouble(RELEASE_PAGE_CLOSED, host=host, status=status)
    if reply.header("content-encoding").lower() not in {"", "identity"}:
        # A packed answer could unpack to anything before it is measured.
        raise Trouble(RELEASE_PAGE_ODD, host=host)
    try:
        row = from_json(reply.body, _Page)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Trouble(RELEASE_PAGE_ODD, host=host) from None
    page = ReleasePage(
        api=row.meta.api_version,
        project=row.name,
        versions=tuple(row.versions),
        files=tuple(
            ReleaseFile(name=one.filename, uploaded=one.upload_time or "", is_yanked=one.yanked is not False)
            for one in row.files
        ),
    )
    if not page.is_read_by_us:
        raise Trouble(RELEASE_PAGE_ODD, host=host)
    return page
