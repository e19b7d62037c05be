"""Words of pressure, payment and log-in in English and Japanese mail, as fraud letters use them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

MAX_TEXT: Final = 200_000

# Collected from the matters that the Japanese police, IPA and the FTC name in their warnings; our own wording.
_PRESSURE: Final = (
    r"urgent(?:ly)?",
    r"immediately",
    r"as soon as possible",
    r"within (?:24|48|12) hours",
    r"final (?:notice|warning)",
    r"(?:will|has been|is) (?:be )?(?:suspended|locked|closed|terminated|deactivated)",
    r"last chance",
    r"act now",
    r"unusual activity",
    r"legal action",
    r"do not tell anyone",
    r"strictly confidential",
    "至急",
    "緊急",
    "大至急",
    "直ちに",
    "ただちに",
    "本日中",
    "24時間以内",
    "48時間以内",
    "最終通知",
    "最終警告",
    "利用停止",
    "利用制限",
    "アカウントが?停止",
    "凍結",
    "法的(?:手続き|措置)",
    "不正(?:な)?(?:アクセス|ログイン|利用)",
    "他言無用",
    "内密に",
    "極秘",
    "期限切れ",
    "お早めに",
)
_PAYMENT: Final = (
    r"invoice",
    r"wire transfer",
    r"bank (?:details|account)",
    r"new (?:bank )?account",
    r"payment (?:is )?(?:due|overdue)",
    r"remittance",
    r"overdue",
    r"gift cards?",
    r"bitcoin",
    r"iban",
    r"refund",
    r"purchase order",
    "請求書",
    "振込",
    "振り込み",
    "送金",
    "口座(?:変更|情報|番号)",
    "口座が?変わ",
    "新しい口座",
    "入金",
    "支払い?",
    "未払い",
    "督促",
    "還付金",
    "見積書",
    "ギフトカード",
    "電子マネー",
    "ビットコイン",
    "仮想通貨",
    "お振込先",
)
_LOG_IN: Final = (
    r"verify your (?:account|identity|e-?mail|password)",
    r"confirm your (?:account|identity|password|details)",
    r"(?:reset|update|expired?) (?:your )?password",
    r"password (?:will expire|has expired)",
    r"sign[- ]in (?:here|now|below)",
    r"log[- ]?in (?:here|now|below)",
    r"one[- ]time (?:code|password)",
    r"verification code",
    r"security code",
    r"click (?:here|below|the link)",
    r"re-?activate",
    r"mailbox (?:is )?(?:almost )?full",
    r"storage (?:is )?full",
    "パスワード(?:の)?(?:変更|更新|再設定|確認|有効期限)",
    "本人確認",
    "アカウント(?:の)?(?:確認|更新|検証)",
    "ログインして",
    "サインインして",
    "こちらを?クリック",
    "下記(?:の)?(?:URL|リンク)",
    "認証コード",
    "ワンタイムパスワード",
    "確認コード",
    "メールボックス.{0,6}(?:容量|上限|いっぱい)",
    "個人情報(?:の)?(?:確認|更新)",
    "カード情報",
    "暗証番号",
)


def _joined(words: tuple[str, ...]) -> re.Pattern[str]:
    # Latin words stand alone; Japanese is written without spaces.
    parts = [rf"\b{word}\b" if word[:1].isascii() and word[:1].isalpha() else word for word in words]
    return re.compile("|".join(parts), re.IGNORECASE)


_PATTERNS: Final = {"pressure": _joined(_PRESSURE), "payment": _joined(_PAYMENT), "log_in": _joined(_LOG_IN)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWords:
    """The words that were found, each once, in the order of the text."""

    pressure: tuple[str, ...] = ()
    payment: tuple[str, ...] = ()
    log_in: tuple[str, ...] = ()


def words_in(text: str) -> FoundWords:
    """Look through a text; full-width and composed signs count as the usual ones."""
    plain = " ".join(unicodedata.normalize("NFKC", text[:MAX_TEXT]).split())
    found = {
        name: tuple(dict.fromkeys(match.group(0).lower() for match in pattern.finditer(plain)))[:20]
        for name, pattern in _PATTERNS.items()
    }
    return FoundWords(**found)
