"""The words, folders, names and senders by which rules of intruders are known, in English and Japanese."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

from sentwatch.core.accounts import Folder
from sentwatch.core.folders import FolderRole, find_folder
from sentwatch.core.modified_utf7 import decode_utf7

MAX_CHARS: Final = 200_000
"""Of all that one rule looks for; the longest real rules name some thousand senders."""

# Words of published detections: Elastic, Sentinel, Splunk and Microsoft's playbook (as of 2026), and their Japanese
# counterparts, which none of them has. "spam" alone is left out: people file or bin what a filter has marked with it.
SECURITY_WORDS: Final = (
    "phish", "phishing", "phished", "hack", "hacked", "hacker", "alert", "malware", "security", "fraud", "reset",
    "unusual", "protection", "login", "log-in", "sign-in", "signin", "suspicious", "password", "passcode", "mfa", "2fa",
    "compromise", "compromised", "scam", "fake", "malicious", "hijacked", "do not click", "do not open",
    "do not reply to", "don't click", "helpdesk", "help desk", "unauthorized", "unauthorised", "verification code",
    "security code", "two-step", "two-factor", "virus",
    "不正アクセス", "不正ログイン", "不正利用", "乗っ取り", "乗取", "なりすまし", "不審", "詐欺", "フィッシング",
    "ウイルス", "ウィルス", "マルウェア", "警告", "セキュリティ", "ログイン通知", "サインイン", "二段階認証",
    "2段階認証", "二要素認証", "認証コード", "確認コード", "パスワード", "再設定", "情シス", "情報システム",
    "ヘルプデスク",
)  # fmt: skip
MONEY_WORDS: Final = (
    "invoice", "payment", "wire", "wire transfer", "bank", "banking", "ach", "routing number", "iban", "swift", "w2",
    "w-2", "payroll", "docusign", "venmo", "zelle", "bitcoin", "crypto", "confidential", "remittance", "paypal",
    "direct deposit",
    "請求書", "請求", "見積", "振込", "振り込み", "支払", "支払い", "入金", "送金", "口座", "銀行", "契約", "給与",
    "領収書",
)  # fmt: skip
BOUNCE_WORDS: Final = (
    "undeliverable", "undelivered", "delivery status", "delivery failure", "delivery has failed", "mail delivery",
    "returned mail", "mailer-daemon", "postmaster", "failure notice", "could not be delivered", "not delivered",
    "bounce", "bounced", "delayed mail", "warning: could not send",
    "配信不能", "配信エラー", "配信できません", "未達", "送信エラー", "返送",
    "届きませんでした", "送信できませんでした",
)  # fmt: skip
COMPLAINT_WORDS: Final = (
    "did you send", "is this you", "you sent me", "strange email", "strange e-mail", "auto reply", "automatic reply",
    "out of office",
    "お問い合わせ", "心当たり", "このメール", "自動返信", "不在",
)  # fmt: skip
REPLY_MARKS: Final = ("re:", "re", "fw:", "fwd:", "返信:", "回答:")

HELPERS: Final = (
    "helpdesk", "help desk", "it-support", "itsupport", "情シス", "情報システム", "ヘルプデスク",
)  # fmt: skip
"""Those whom people ask when something is wrong."""

# Addresses from which providers warn: Google's and Microsoft's as they name them, the others as they are seen.
SECURITY_SENDERS: Final = (
    "no-reply@accounts.google.com", "accounts.google.com", "accountprotection.microsoft.com",
    "security-noreply@google.com", "msonlineservicesteam@microsoftonline.com", "no_reply@email.apple.com",
    "appleid@id.apple.com", "cc.yahoo-inc.com", "account-security-noreply", "alerts@mail.yahoo.co.jp",
    "security@mail.instagram.com", "security@facebookmail.com", "account-update@amazon",
)  # fmt: skip

# Folders that people hardly ever open; by Splunk, Elastic, Sentinel and Osprey (as of 2026), in Outlook's and other
# programs' own translations. Compared without case, width and spaces: how the last part of the name begins, or all
# of it.
_RARE_STARTS: Final = (
    "rss", "conversationhistory", "conversationactionsettings", "archive", "syncissues", "synchronizationissues",
    "localfailures", "serverfailures", "quickstepsettings", "recoverableitems", "suggestedcontacts",
    "会話の履歴", "会話履歴", "アーカイブ", "同期の問題", "同期の失敗",
    "aufgezeichneteunterhaltungen", "unterhaltungsverlauf", "archiv", "synchronisierungsprobleme", "fluxrss",
    "historiquedesconversations", "problèmesdesynchronisation", "fuentesrss", "historialdeconversaciones", "feedrss",
    "cronologiaconversazioni", "gespreksgeschiedenis", "журналбесед", "архив", "对话历史记录", "存档", "归档", "보관",
)  # fmt: skip
_RARE_NAMES: Final = frozenset(
    (
        "notes", "calendar", "journal", "history", "conflicts", "outbox", "clutter",
        "メモ", "予定表", "カレンダー", "履歴", "競合", "送信トレイ",
        "notizen", "kalender", "calendrier", "archivo", "notas", "calendario", "archief",
    )
)  # fmt: skip

_WORD_EDGE: Final = re.compile(r"[0-9a-z]")
_INVISIBLE: Final = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
                               "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\x00-\x1f\x7f]")  # fmt: skip


def words_in(values: Iterable[str], words: Iterable[str]) -> tuple[str, ...]:
    """Return which of `words` stand in the values: Japanese anywhere, others as whole words."""
    text = "\n".join(folded(value) for value in values)[:MAX_CHARS]
    return tuple(word for word in words if _stands_in(text, word))


def folded(text: str) -> str:
    """Return a text as it is compared: compatible forms joined, case and invisible signs gone."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text[:20_000])).casefold()


def _stands_in(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        if not word.isascii():
            return True
        before = text[at - 1] if at else " "
        after = text[at + len(word)] if at + len(word) < len(text) else " "
        if not _WORD_EDGE.match(before) and not _WORD_EDGE.match(after):
            return True
        at = text.find(word, at + 1)
    return False


def is_reply_mark(value: str) -> bool:
    """Whether a value asks for nothing but replies ("RE:")."""
    return folded(value).strip().replace("：", ":") in REPLY_MARKS


def is_security_sender(value: str) -> bool:
    """Whether a value names a sender from which providers warn."""
    text = folded(value)
    return any(sender in text for sender in SECURITY_SENDERS)


def folder_role(name: str) -> FolderRole | None:
    """Tell whether a folder named like this is the trash or the junk of its mailbox."""
    for role in (FolderRole.TRASH, FolderRole.JUNK):
        for candidate in {name, decode_utf7(name)}:
            for delimiter in ("/", ".", "\\"):
                found = find_folder([Folder(name=candidate.strip("/\\"), delimiter=delimiter)], role)
                if found.folder is not None or found.candidates:
                    return role
    return None


def is_rare_folder(name: str) -> bool:
    """Whether a folder is one that people hardly ever open, by the beginning of the last part of its name."""
    last = re.split(r"[/\\]", decode_utf7(name).strip("/\\ "))[-1]
    for part in {last, last.rpartition(".")[2]}:
        text = "".join(folded(part).split())
        if text in _RARE_NAMES or text.startswith(_RARE_STARTS):
            return True
    return False


def same_folder(one: str, other: str) -> bool:
    """Whether two names mean one folder: without case, width, spaces and the inbox in front."""
    return _folder_key(one) == _folder_key(other)


def _folder_key(name: str) -> str:
    text = "".join(folded(decode_utf7(name)).split()).replace("\\", "/")
    for lead in ("inbox/", "inbox."):
        text = text.removeprefix(lead)
    return text


def name_length(name: str) -> int:
    """Count the signs of a name as wide as they are: two of Chinese or Japanese say as much as four letters."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in name.strip())


def name_entropy(name: str) -> float:
    """Return Shannon's entropy of a name in bits a sign (Splunk's measure)."""
    if not name:
        return 0.0
    return -sum(count / len(name) * math.log2(count / len(name)) for count in Counter(name).values())


def is_blank_name(name: str) -> bool:
    """Whether a name holds nothing to be seen, or nothing but signs: "..", "、、", a space of no width."""
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFKC", name))
    return not any(sign.isalnum() for sign in seen) and not any(_is_picture(sign) for sign in seen)


def has_invisible_signs(name: str) -> bool:
    """Whether signs that show nothing stand in a name. A joiner between pictures is part of the picture."""
    without = re.sub("(?<=[\u2600-\U0001ffff])[\u200d\ufe0f]", "", name)
    return _INVISIBLE.search(without) is not None


def _is_picture(sign: str) -> bool:
    return unicodedata.category(sign) == "So"
