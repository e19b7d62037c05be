"""Which folder holds the sent mail, the trash, the junk: by role flag, else by the names people's programs give."""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sentwatch.core.accounts import Folder


class FolderRole(enum.Enum):
    """What a folder is for, as its SPECIAL-USE flag (RFC 6154)."""

    SENT = "\\sent"
    TRASH = "\\trash"
    JUNK = "\\junk"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFolder:
    """The folder for a role, or the candidates between which somebody must choose (none, or two and more)."""

    folder: Folder | None
    candidates: tuple[Folder, ...] = ()


# Names as mail programs and providers create them (Outlook, Apple Mail, Thunderbird, Gmail, Roundcube, Becky!,
# Yahoo! JAPAN, docomo, OCN, KDDI and the big European providers), compared without case, width and spaces.
_NAMES: dict[FolderRole, tuple[str, ...]] = {
    FolderRole.SENT: (
        "sent", "sent items", "sent mail", "sent messages", "sent-mail", "sentmail", "sentbox", "outgoing",
        "送信済みトレイ", "送信済みアイテム", "送信済みメール", "送信済メール",
        "送信済み", "送信済", "送信控え", "送信控",
        "送信トレイ(送信済み)", "送信メール", "送信箱",
        "送信済みメッセージ", "送信ボックス", "送信済みボックス", "送信済みフォルダ",
        "gesendet", "gesendete elemente", "gesendete objekte", "gesendete nachrichten",
        "envoyés", "éléments envoyés", "messages envoyés", "objets envoyés", "courrier envoyé",
        "enviados", "elementos enviados", "mensajes enviados", "correo enviado", "itens enviados",
        "posta inviata", "inviati", "inviata", "posta inviati", "verzonden", "verzonden items", "verzonden berichten",
        "skickat", "sendt", "sendte elementer", "lähetetyt",
        "wysłane", "elementy wysłane", "odeslané", "odeslaná pošta",
        "отправленные", "已发送", "已发送邮件", "已发邮件",
        "寄件備份", "已傳送郵件", "보낸편지함", "보낸 편지함", "보낸메일함",
    ),
    FolderRole.TRASH: (
        "trash", "deleted", "deleted items", "deleted messages", "bin", "wastebasket",
        "ごみ箱", "ゴミ箱", "ゴミばこ", "削除済みアイテム",
        "削除済みメール", "削除済み", "削除済みトレイ", "削除済みメッセージ",
        "papierkorb", "gelöschte elemente", "gelöscht", "corbeille", "éléments supprimés", "papelera",
        "elementos eliminados", "cestino", "posta eliminata", "prullenbak", "verwijderde items", "lixeira",
        "papperskorgen", "kosz", "корзина", "已删除", "已删除邮件", "휴지통",
    ),
    FolderRole.JUNK: (
        "junk", "junk e-mail", "junk email", "junk mail", "spam", "bulk mail", "bulk",
        "迷惑メール", "迷惑メールフォルダ", "迷惑メールフォルダー", "スパム", "迷惑",
        "spamverdacht", "unerwünscht", "courrier indésirable", "indésirables", "correo no deseado",
        "posta indesiderata", "ongewenste e-mail", "skräppost", "нежелательная почта", "спам", "垃圾邮件", "스팸메일함",
    ),
}  # fmt: skip
_CANNOT_HOLD = frozenset(("\\noselect", "\\nonexistent"))
_PARENTS = frozenset(("inbox", "[gmail]", "[google mail]", "mail"))


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


_PLAIN_NAMES: dict[FolderRole, frozenset[str]] = {role: frozenset(map(_plain, names)) for role, names in _NAMES.items()}


def can_hold_mail(folder: Folder) -> bool:
    """Whether it is more than a name in the tree."""
    return not folder.flags & _CANNOT_HOLD


def find_folder(folders: Iterable[Folder], role: FolderRole) -> RoleFolder:
    """Find the folder of a role: its flag decides, else its name at the top or below INBOX.

    More than one, or one that lies deeper, is never decided here.
    """
    usable = [folder for folder in folders if can_hold_mail(folder)]
    flagged = [folder for folder in usable if role.value in folder.flags]
    if flagged:
        return _one_or_candidates(flagged)
    names = _PLAIN_NAMES[role]
    by_depth: dict[int, list[Folder]] = {}
    for folder in usable:
        parts = folder.name.split(folder.delimiter) if folder.delimiter else [folder.name]
        if len(parts) > 1 and parts[0].casefold() in _PARENTS:
            parts = parts[1:]
        if _plain(parts[-1]) in names and not _other_role(folder, role):
            by_depth.setdefault(len(parts), []).append(folder)
    if not by_depth:
        return RoleFolder(folder=None)
    depth = min(by_depth)
    if depth > 1:
        # A folder called "Sent" inside somebody's own folder may be an old archive: ask.
        return RoleFolder(folder=None, candidates=tuple(by_depth[depth]))
    return _one_or_candidates(by_depth[depth])


def _other_role(folder: Folder, role: FolderRole) -> bool:
    return any(other.value in folder.flags for other in FolderRole if other is not role)


def _one_or_candidates(found: list[Folder]) -> RoleFolder:
    if len(found) == 1:
        return RoleFolder(folder=found[0])
    return RoleFolder(folder=None, candidates=tuple(found))
