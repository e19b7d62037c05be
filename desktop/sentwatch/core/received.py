"""Header facts of incoming mail: enough to see what came back, what was hidden, and who was confirmed."""

from __future__ import annotations

from typing import Final, NamedTuple

from sentwatch.core.bounces import Sort
from sentwatch.core.rule_indicators import words_in


class ReceivedMessage(NamedTuple):
    """Header facts of one message that arrived. Texts as they stand, undecoded and capped; addresses in lower case."""

    uid: int
    at_s: float
    """INTERNALDATE; the Date header only where there is none."""
    message_id: str
    answers: str
    """The Message-ID it answers (In-Reply-To, else the last of References), without brackets; empty where none."""
    sender: str
    subject: str
    size: int
    flags: tuple[str, ...]
    sort: Sort | None = None
    """What its header says it is, None for ordinary mail."""
    is_list: bool = False
    note_writer: str = ""
    """Who wrote the topmost note about the sender (RFC 8601), empty where there is none."""
    confirmed: tuple[str, ...] = ()
    """The domains that this note calls proven."""


# How providers call it when a mailbox of theirs is misused (letters of Japanese hosts; what their English pages say).
HOST_WORDS: Final = (
    "sending limit", "outbound spam", "sending spam", "mass mail", "compromised", "abuse", "suspended",
    "unauthorized use", "restricted from sending", "blocked from sending",
    "大量送信", "大量のメール", "迷惑メールの送信", "迷惑メール送信", "送信制限", "送信停止", "不正利用",
    "不正アクセス", "不正ログイン", "緊急変更", "緊急停止", "利用停止", "アカウント停止", "パスワード変更のお願い",
)  # fmt: skip


def is_host_letter(subject: str) -> bool:
    """Whether a provider's letter is about misuse of a mailbox, by its subject (decoded)."""
    return bool(words_in((subject,), HOST_WORDS))
