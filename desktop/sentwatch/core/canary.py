"""The canary: one e-mail to oneself with words that rules of intruders look for, and what became of it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from sentwatch.core.phrase import N_

WAIT_S: Final = 300.0
"""Mail to oneself arrives within seconds; greylisting servers make it wait for five minutes."""
SETTLE_S: Final = 20.0
"""How long it must lie untouched: rules of mail programs act some seconds after arrival."""
LASTS: Final = timedelta(days=90)
"""For how long the result tells something. Ours."""

_SUBJECT: Final = (
    "Sentwatch {token}: security alert, password, invoice, undeliverable / 警告・パスワード・請求書・配信不能"
)
_TEXT: Final = """\
You asked Sentwatch to send this test message to yourself. It holds words that
the rules of intruders look for, to see whether it reaches your inbox:
security alert, suspicious sign-in, password reset, invoice, payment,
wire transfer, undeliverable, mailer-daemon, did you send this.
You can delete it.

これは、ご自身の操作で Sentwatch が自分あてに送ったテストメールです。
不正なルールが狙うことの多い語を並べて、受信トレイに届くかを確かめます。
不正アクセス、セキュリティ警告、パスワード再設定、ログイン通知、
請求書、振込、支払い、配信不能、お心当たりのないメール
このメールは削除してかまいません。
"""


class CanaryOutcome(enum.Enum):
    """What became of the message."""

    UNTOUCHED = "untouched"
    """It lay unread in the inbox, as it was sent."""
    READ = "read"
    JUNK = "junk"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"
    """It arrived, and was in no folder any more while we watched."""
    MISSING = "missing"


OUTCOME_WORDS: Final[Mapping[CanaryOutcome, str]] = {
    CanaryOutcome.UNTOUCHED: N_("The test message arrived in the inbox, unread and unchanged."),
    CanaryOutcome.READ: N_("The test message arrived in the inbox, but not as a new message."),
    CanaryOutcome.JUNK: N_("The test message was put into the junk folder."),
    CanaryOutcome.MOVED: N_("The test message was moved out of the inbox."),
    CanaryOutcome.CHANGED: N_("The test message arrived with another subject."),
    CanaryOutcome.GONE: N_("The test message arrived and was removed again."),
    CanaryOutcome.MISSING: N_("The test message has not arrived."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryFacts:
    """The result of one try. `folder` is where it was found; times in seconds since it was sent."""

    at: datetime
    outcome: CanaryOutcome
    waited_s: float
    folder: str = ""
    is_trash: bool = False
    after_s: float | None = None
    flags: tuple[str, ...] = ()


def canary_subject(token: str) -> str:
    """Return the subject, by which the message is known again even where a server gives it another Message-ID."""
    return _SUBJECT.format(token=token)


def canary_message(address: str, *, token: str, now: datetime) -> bytes:
    """Write the message, from the address to itself."""
    message = EmailMessage(policy=SMTP)
    message["From"] = address
    message["To"] = address
    message["Subject"] = canary_subject(token)
    message["Date"] = now
    message["Message-ID"] = f"<{token}.sentwatch@{address.rpartition('@')[2]}>"
    # RFC 3834: no holiday notice answers what was sent automatically.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_TEXT)
    return message.as_bytes()
