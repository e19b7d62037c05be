"""What a mail server means when it refuses a sign-in: response code and provider text to a kind of trouble."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sentwatch.core.trouble import (
    APP_PASSWORD_NEEDED,
    BAD_CREDENTIAL,
    BROWSER_SIGN_IN_NEEDED,
    ENCRYPTION_REFUSED,
    SERVER_TROUBLE,
    THROTTLED,
    TOO_MANY_CONNECTIONS,
    TroubleKind,
)

MAX_CHARS: Final = 2_000
"""More of an answer is not read: the longest seen (Gmail's WEBALERT with its link) has some 400."""

MAX_WAIT_S: Final = 24 * 3600.0
"""A longer wait is not believed: quota windows of providers end within a day."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the refusal means. `wait_s` is the time the server asked for, None where it named none."""

    kind: TroubleKind
    wait_s: float | None = None

    @property
    def params(self) -> dict[str, int]:
        """What a Trouble of this kind carries along: `wait_s` where the server named a time."""
        return {} if self.wait_s is None else {"wait_s": max(1, round(self.wait_s))}


# Plain substrings of the lower-case answer, the telling ones first; no regular expressions, for the text is the
# server's. Where each was seen stands beside it in tests/corpus/refusals.
_BY_TEXT: Final[tuple[tuple[TroubleKind, tuple[str, ...]], ...]] = (
    (
        APP_PASSWORD_NEEDED,
        (
            "application-specific password",
            "app-specific password",
            "application specific password",
            "app password",
            "application password",
            "authorization code",
            "authorized code",
            "authorization password",
            "anwendungsspezifisch",
            "service is not open",
            "アプリパスワード",
            "授权码",
        ),
    ),
    (
        BROWSER_SIGN_IN_NEEDED,
        (
            "[webalert",
            "web login required",
            "via your web browser",
            "via a web browser",
            "through your web browser",
            "basic authentication is disabled",
            "basicauthblocked",
            "basic auth is disabled",
            "use oauth",
            "oauth2 is required",
            "modern authentication",
            "unsafe login",
            "please verify your account",
            "please sign in to webmail",
        ),
    ),
    (
        TOO_MANY_CONNECTIONS,
        (
            "too many simultaneous connections",
            "maximum number of connections",
            "too many connections",
            "too many concurrent",
            "too many open connections",
            "connection limit",
            "session limit",
            "too many sessions",
            "authenticated but not connected",
        ),
    ),
    (
        THROTTLED,
        (
            "[throttled]",
            "throttle",
            "rate limit",
            "[limit]",
            "exceeded command or bandwidth limits",
            "too many login",
            "too many failed",
            "too many invalid",
            "too many authentication",
            "too many auth",
            "login frequency limited",
            "frequency limit",
            "limit exceeded",
            "try again in",
            "temporarily blocked",
            "temporarily locked",
            "temporarily restricted",
            "backoff time",
        ),
    ),
    (
        ENCRYPTION_REFUSED,
        (
            "[privacyrequired]",
            "plaintext authentication disallowed",
            "plaintext authentication is not allowed",
            "cleartext authentication",
            "must issue a starttls",
            "requires tls",
            "encryption required",
            "starttls first",
        ),
    ),
)

_SERVER: Final = (
    "temporary authentication failure",
    "internal authentication failure",
    "internal error",
    "internal server error",
    "server error",
    "system error",
    "server unavailable",
    "service unavailable",
    "service temporarily unavailable",
    "temporarily unavailable",
    "server busy",
    "server is busy",
    "temporary system problem",
    "lookup failed",
    "backend",
    "shutting down",
    "maintenance",
    "try again later",
    "please try later",
)

# RFC 5530 (read 2026-11) and RFC 3501/9051 section 7.1, where the code alone decides.
_BY_CODE: Final[dict[str, TroubleKind]] = {
    "AUTHENTICATIONFAILED": BAD_CREDENTIAL,
    "EXPIRED": BAD_CREDENTIAL,
    "AUTHORIZATIONFAILED": BAD_CREDENTIAL,
    "PRIVACYREQUIRED": ENCRYPTION_REFUSED,
    "UNAVAILABLE": SERVER_TROUBLE,
    "SERVERBUG": SERVER_TROUBLE,
    "CORRUPTION": SERVER_TROUBLE,
    "CONTACTADMIN": SERVER_TROUBLE,
    "INUSE": TOO_MANY_CONNECTIONS,
    "LIMIT": THROTTLED,
    "RATELIMIT": THROTTLED,
    "THROTTLED": THROTTLED,
    "OVERQUOTA": THROTTLED,
}

_UNITS_S: Final[tuple[tuple[str, float], ...]] = (
    ("milli", 0.001),
    ("ms", 0.001),
    ("sec", 1.0),
    ("min", 60.0),
    ("hour", 3600.0),
    ("hr", 3600.0),
)


def judge_refusal(answer: str, *, goodbye: bool = False) -> Refusal:
    """Tell what the server's answer (the text after NO, BAD or BYE, response code included) means.

    Without a known word in it, a tagged refusal is a bad credential and a BYE (`goodbye`) the server's own trouble.
    """
    text = " ".join(answer[:MAX_CHARS].split()).lower()
    return Refusal(kind=_kind(text, goodbye=goodbye), wait_s=asked_wait_s(text))


def _kind(text: str, *, goodbye: bool) -> TroubleKind:
    for kind, words in _BY_TEXT:
        if any(word in text for word in words):
            return kind
    coded = _BY_CODE.get(_code(text))
    # Dovecot and others put AUTHENTICATIONFAILED on what is not the credential's fault only in words: the code wins.
    if coded is not None:
        return coded
    if any(word in text for word in _SERVER):
        return SERVER_TROUBLE
    return SERVER_TROUBLE if goodbye else BAD_CREDENTIAL


def _code(text: str) -> str:
    if not text.startswith("["):
        return ""
    return text[1:].partition("]")[0].partition(" ")[0].upper()


def asked_wait_s(text: str) -> float | None:
    """Return the wait a text names ("try again in 15 minutes", "Backoff Time: 299961 milliseconds")."""
    words = text[:MAX_CHARS].lower().replace("(", " ").replace(")", " ").split()
    for number, unit in pairwise(words):
        digits = number.strip(".,:;")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            continue
        for start, factor in _UNITS_S:
            if unit.startswith(start):
                wait_s = int(digits) * factor
                return wait_s if 0 < wait_s <= MAX_WAIT_S else None
    return None


def with_what_is_known(
    refusal: Refusal, *, only_browser: bool = False, only_app_password: bool = False, app_password_shaped: bool = False
) -> Refusal:
    """Make a bare "bad credential" plainer by what is known of the provider and of the secret's shape.

    Microsoft answers "LOGIN failed." and Gmail "Invalid credentials" also where no account password is taken at all.
    """
    if refusal.kind is not BAD_CREDENTIAL:
        return refusal
    if only_browser:
        return Refusal(BROWSER_SIGN_IN_NEEDED)
    if only_app_password and not app_password_shaped:
        return Refusal(APP_PASSWORD_NEEDED)
    return refusal


def is_app_password_shaped(secret: str) -> bool:
    """Whether a secret looks like the app passwords of the big providers: 16 lower-case letters or digits.

    Google shows four groups of four letters with spaces between them, Apple four groups joined by hyphens, Yahoo,
    AOL, Fastmail, Yandex, Mail.ru and NetEase 16 characters in one piece. It is a hint, never a judgement.
    """
    squeezed = secret.replace(" ", "").replace("-", "")
    return len(squeezed) == 16 and squeezed.isascii() and squeezed.isalnum() and squeezed == squeezed.lower()
