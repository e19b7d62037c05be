"""Asks a breach service about a password by the range protocol: five of forty hex digits of its hash leave."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import httpx2

from sentwatch.core.breach import (
    BREACH_SERVICE_BUSY,
    BREACH_SERVICE_ODD,
    BREACH_SERVICE_UNREACHABLE,
    PREFIX,
    read_range,
)
from sentwatch.core.network_list import BREACH_HOST
from sentwatch.core.passwords import Password
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken

SERVICE: Final = f"https://{BREACH_HOST}/range/"
"""Have I Been Pwned, "Pwned Passwords": free, without a key (haveibeenpwned.com/API/v3#PwnedPasswords)."""

MAX_ANSWER: Final = 1024 * 1024
"""A padded range holds 800 to 1,000 rows or somewhat more, 40 kB."""
MAX_WAIT_S: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeService:
    """A BreachPort. Whether it is asked at all is the caller's switch. `context` (trust) and `timeout_s` are for tests.

    `Add-Padding` makes every answer about equally long, so that its length tells an onlooker nothing.
    """

    url: str = SERVICE
    context: ssl.SSLContext | None = field(default=None, repr=False)
    timeout_s: float = 15.0

    @property
    def source(self) -> str:
        """The host that is asked."""
        return urlsplit(self.url).hostname or self.url

    def times_seen(self, password: Password, *, cancel: CancelToken) -> int:
        """Send the first five digits and look for the rest in the answer, here."""
        digest = password.sha1
        cancel.check()
        text = self._ask(digest[:PREFIX], cancel)
        seen = read_range(text, digest[PREFIX:])
        if seen is None:
            raise Trouble(BREACH_SERVICE_ODD, host=self.source)
        return seen

    def _ask(self, prefix: str, cancel: CancelToken) -> str:
        headers = {"Add-Padding": "true", "User-Agent": "Sentwatch", "Accept": "text/plain"}
        body = b""
        try:
            # No redirects, no proxies from the environment: the prefix goes to this host or nowhere.
            with httpx2.Client(
                verify=self.context or ssl.create_default_context(),
                trust_env=False,
                follow_redirects=False,
                timeout=self.timeout_s,
            ) as client:
                with client.stream("GET", self.url + prefix, headers=headers) as response:
                    self._look_at(response)
                    for piece in response.iter_bytes(8192):
                        cancel.check()
                        body += piece
                        if len(body) > MAX_ANSWER:
                            raise Trouble(BREACH_SERVICE_ODD, host=self.source)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError):
            # Without the cause: it holds the address with the prefix in it.
            raise Trouble(BREACH_SERVICE_UNREACHABLE, host=self.source) from None
        return body.decode("ascii", "replace").removeprefix("\ufeff")

    def _look_at(self, response: httpx2.Response) -> None:
        status = response.status_code
        if status in {429, 503}:
            wait_s = _seconds(response.headers.get("Retry-After", ""))
            if wait_s is None:
                raise Trouble(BREACH_SERVICE_BUSY, host=self.source)
            raise Trouble(BREACH_SERVICE_BUSY, host=self.source, wait_s=wait_s)
        if status >= 500:
            raise Trouble(BREACH_SERVICE_UNREACHABLE, host=self.source)
        if status != 200:
            raise Trouble(BREACH_SERVICE_ODD, host=self.source)


def _seconds(text: str) -> float | None:
    squeezed = text.strip()
    if not (squeezed.isascii() and squeezed.isdigit() and len(squeezed) <= 6):
        return None
    return float(squeezed) if 0 < int(squeezed) <= MAX_WAIT_S else None
