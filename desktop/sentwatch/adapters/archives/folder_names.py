"""What the names of folders and labels say: sent, not sent, or nothing to us (drafts, junk, chats)."""

from __future__ import annotations

import binascii
import contextlib
import functools
import re
import unicodedata
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.header import decode_header

from imapclient.imap_utf7 import decode as decode_utf7

from sentwatch.adapters.archives.entries import Hint
from sentwatch.core.accounts import Folder
from sentwatch.core.folders import FolderRole, find_folder

# As Gmail's Takeout, Outlook, Thunderbird and Apple Mail name them. An outbox holds what was not sent yet.
_LEFT_OUT = frozenset((
    "draft", "drafts", "templates", "outbox", "unsentmessages", "chat", "chats", "下書き", "下書きトレイ",
    "下書きメール", "下書き箱", "テンプレート", "ひな形", "送信トレイ", "送信待ちトレイ", "送信待ち", "未送信",
    "未送信トレイ", "未送信メッセージ", "チャット", "entwürfe", "vorlagen", "postausgang", "brouillons",
    "modèles", "borradores", "bozze", "concepten", "rascunhos", "черновики", "草稿", "草稿箱",
))  # fmt: skip
_INBOX = frozenset((
    "inbox", "受信トレイ", "受信箱", "受信ボックス", "受信メール", "受信", "受信フォルダ", "posteingang",
    "boîtederéception", "bandejadeentrada", "postainarrivo", "postvakin", "caixadeentrada", "входящие", "收件箱",
))  # fmt: skip
_UNSENT_LABELS = frozenset(("draft", "drafts", "下書き", "chat", "chats", "チャット"))
_ENDING = re.compile(r"(?:\.(?:mbox|mbx|sbd|gz|mozmsgs|imapmbox)){1,3}$", re.IGNORECASE)
_NUMBER = re.compile(r"-\d{1,4}$")


@functools.lru_cache(maxsize=4096)
def hint_of_name(name: str) -> Hint:
    """Tell what one name of a folder, a mailbox file or a label says."""
    if len(name) > 255:
        return Hint.UNKNOWN
    text = _ENDING.sub("", name)
    if "&" in text and text.isascii():
        # On disk Thunderbird and Maildir++ keep the modified UTF-7 of IMAP (RFC 3501 5.1.3).
        try:
            text = str(decode_utf7(text.encode("ascii")))
        except (ValueError, binascii.Error):
            return Hint.UNKNOWN
    text = _NUMBER.sub("", text)
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    if plain in _LEFT_OUT:
        return Hint.LEFT_OUT
    folders = (Folder(name=text, delimiter=None),)
    if find_folder(folders, FolderRole.SENT).folder is not None:
        return Hint.SENT
    if find_folder(folders, FolderRole.JUNK).folder is not None:
        return Hint.LEFT_OUT
    if plain in _INBOX or find_folder(folders, FolderRole.TRASH).folder is not None:
        return Hint.OTHER
    return Hint.UNKNOWN


def hint_of_top(name: str) -> Hint:
    """Tell what the name says that the user pointed at: somebody's own "bulk" or "archive" means nothing."""
    hint = hint_of_path((name,))
    return hint if hint is not Hint.LEFT_OUT else Hint.UNKNOWN


def hint_of_path(parts: Iterable[str]) -> Hint:
    """Tell what the innermost telling folder says; Maildir++ joins a path by dots (`.Archive.Sent`)."""
    for part in reversed(tuple(parts)):
        names = part.split(".") if part.startswith(".") else [part]
        for name in reversed(names):
            hint = hint_of_name(name) if name else Hint.UNKNOWN
            if hint is not Hint.UNKNOWN:
                return hint
    return Hint.UNKNOWN


@functools.lru_cache(maxsize=1024)
def hint_of_labels(value: bytes) -> Hint:
    """Tell what the X-Gmail-Labels of a Takeout message say: a draft is a draft, else "Sent" beats the others."""
    text = value.decode("utf-8", "replace")
    with contextlib.suppress(HeaderParseError, LookupError, ValueError):
        text = "".join(
            part.decode(charset or "ascii", "replace") if isinstance(part, bytes) else part
            for part, charset in decode_header(text)
        )
    labels = [label.strip().strip('"') for label in text.split(",")[:100]]
    if any("".join(label.casefold().split()) in _UNSENT_LABELS for label in labels):
        return Hint.LEFT_OUT
    hints = set(map(hint_of_name, labels))
    if Hint.SENT in hints:
        return Hint.SENT
    return Hint.LEFT_OUT if Hint.LEFT_OUT in hints else Hint.OTHER
