"""The fields of Outlook's rules: what each asks for and does, by Exchange's names and by Graph's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from sentwatch.core.rule_addresses import addresses_in
from sentwatch.core.rule_languages.json_text import is_true, list_of, object_of, text_of
from sentwatch.core.rule_languages.limits import MAX_VALUES
from sentwatch.core.rules import Comparison, Condition, Effect, EffectKind, Part, Test, any_of, not_

Field: TypeAlias = "Callable[[object], Test | None]"
"""Makes the condition of one field's value; None where it says nothing."""
Folders: TypeAlias = Mapping[str, str]
"""Folder names by their ids, as far as they could be looked at."""


def _people(part: Part, comparison: Comparison = Comparison.IS) -> Field:
    def make(value: object) -> Test | None:
        values = tuple(name for item in list_of(value)[:MAX_VALUES] if (name := person(item)))
        return Condition(part=part, comparison=comparison, values=values) if values else None

    return make


def _words(part: Part) -> Field:
    def make(value: object) -> Test | None:
        values = words_of(value)
        return Condition(part=part, comparison=Comparison.CONTAINS, values=values) if values else None

    return make


def _header(value: object) -> Test | None:
    values = words_of(value)
    return Condition(part=Part.HEADER, comparison=Comparison.CONTAINS, values=values) if values else None


def _marked(name: str) -> Field:
    def make(value: object) -> Test | None:
        values = words_of(value)
        if not values or values == ("normal",):
            return None
        return Condition(part=Part.HEADER, comparison=Comparison.IS, values=values, detail=name)

    return make


def _kind(name: str, *, opposite: bool = False) -> Field:
    def make(value: object) -> Test | None:
        if not is_true(value):
            return None
        condition = Condition(part=Part.KIND, comparison=Comparison.EXISTS, detail=name)
        return not_(condition) if opposite else condition

    return make


def _attachment(value: object) -> Test | None:
    return Condition(part=Part.ATTACHMENT, comparison=Comparison.EXISTS) if is_true(value) else None


def _flagged(value: object) -> Test | None:
    values = words_of(value)
    return Condition(part=Part.FLAG, comparison=Comparison.IS, values=values) if values else None


def _date(value: object) -> Test | None:
    values = words_of(value)
    return Condition(part=Part.DATE, comparison=Comparison.IS, values=values) if values else None


def _other(name: str) -> Field:
    def make(value: object) -> Test | None:
        values = words_of(value)
        return Condition(part=Part.OTHER, comparison=Comparison.IS, values=values, detail=name) if values else None

    return make


def size(comparison: Comparison) -> Field:
    """Make a size condition; Exchange writes "10 KB (10,240 bytes)", Graph kilobytes."""

    def make(value: object) -> Test | None:
        number = bytes_of(value)
        return None if number is None else Condition(part=Part.SIZE, comparison=comparison, values=(str(number),))

    return make


# The parameters of New-InboxRule; each exists once more as ExceptIf….
EXCHANGE_CONDITIONS: Final[dict[str, Field]] = {
    "From": _people(Part.SENDER),
    "FromMemberOf": _people(Part.SENDER),
    "FromAddressContainsWords": _words(Part.SENDER),
    "FromSubscription": _other("FromSubscription"),
    "SentTo": _people(Part.RECIPIENT),
    "RecipientAddressContainsWords": _words(Part.RECIPIENT),
    "SubjectContainsWords": _words(Part.SUBJECT),
    "BodyContainsWords": _words(Part.BODY),
    "SubjectOrBodyContainsWords": _words(Part.ANY_TEXT),
    "HeaderContainsWords": _header,
    "HasAttachment": _attachment,
    "HasClassification": _other("HasClassification"),
    "FlaggedForAction": _flagged,
    "MyNameInToBox": _kind("to-me"),
    "MyNameInToOrCcBox": _kind("to-me"),
    "MyNameInCcBox": _kind("cc-me"),
    "MyNameNotInToBox": _kind("to-me", opposite=True),
    "SentOnlyToMe": _kind("only-to-me"),
    "ReceivedAfterDate": _date,
    "ReceivedBeforeDate": _date,
    "WithImportance": _marked("Importance"),
    "WithSensitivity": _marked("Sensitivity"),
    "WithinSizeRangeMinimum": size(Comparison.OVER),
    "WithinSizeRangeMaximum": size(Comparison.UNDER),
}
_MESSAGE_TYPES: Final = {
    "automaticreply": "auto-reply",
    "automaticforward": "auto-forward",
    "encrypted": "encrypted",
    "calendaring": "meeting",
    "calendaringresponse": "meeting",
    "permissioncontrolled": "protected",
    "voicemail": "voicemail",
    "signed": "signed",
    "approvalrequest": "approval",
    "readreceipt": "receipt",
    "nondeliveryreport": "bounce",
}


def _message_type(value: object) -> Test | None:
    words = [word for word in words_of(value) if word.lower() != "none"]
    kinds = [_MESSAGE_TYPES.get(word.lower()) for word in words]
    if not words or None in kinds:
        return _other("MessageTypeMatches")(words) if words else None
    return any_of(Condition(part=Part.KIND, comparison=Comparison.EXISTS, detail=kind) for kind in kinds if kind)


EXCHANGE_CONDITIONS["MessageTypeMatches"] = _message_type

# messageRulePredicates of Microsoft Graph v1.0 (learn.microsoft.com/graph/api/resources/messagerulepredicates,
# read 2026-11); exceptions have the same fields.
GRAPH_CONDITIONS: Final[dict[str, Field]] = {
    "fromAddresses": _people(Part.SENDER),
    "senderContains": _words(Part.SENDER),
    "sentToAddresses": _people(Part.RECIPIENT),
    "recipientContains": _words(Part.RECIPIENT),
    "subjectContains": _words(Part.SUBJECT),
    "bodyContains": _words(Part.BODY),
    "bodyOrSubjectContains": _words(Part.ANY_TEXT),
    "headerContains": _header,
    "categories": _flagged,
    "hasAttachments": _attachment,
    "importance": _marked("Importance"),
    "sensitivity": _marked("Sensitivity"),
    "messageActionFlag": _flagged,
    "isApprovalRequest": _kind("approval"),
    "isAutomaticForward": _kind("auto-forward"),
    "isAutomaticReply": _kind("auto-reply"),
    "isEncrypted": _kind("encrypted"),
    "isMeetingRequest": _kind("meeting"),
    "isMeetingResponse": _kind("meeting"),
    "isNonDeliveryReport": _kind("bounce"),
    "isPermissionControlled": _kind("protected"),
    "isReadReceipt": _kind("receipt"),
    "isSigned": _kind("signed"),
    "isVoicemail": _kind("voicemail"),
    "notSentToMe": _kind("to-me", opposite=True),
    "sentCcMe": _kind("cc-me"),
    "sentOnlyToMe": _kind("only-to-me"),
    "sentToMe": _kind("to-me"),
    "sentToOrCcMe": _kind("to-me"),
}

_TO_PEOPLE: Final = {
    "ForwardTo": EffectKind.FORWARD,
    "ForwardAsAttachmentTo": EffectKind.FORWARD_ATTACHED,
    "RedirectTo": EffectKind.REDIRECT,
    "SendTextMessageNotificationTo": EffectKind.NOTIFY,
    "forwardTo": EffectKind.FORWARD,
    "forwardAsAttachmentTo": EffectKind.FORWARD_ATTACHED,
    "redirectTo": EffectKind.REDIRECT,
}
_TO_FOLDER: Final = {
    "MoveToFolder": EffectKind.MOVE,
    "CopyToFolder": EffectKind.COPY,
    "moveToFolder": EffectKind.MOVE,
    "copyToFolder": EffectKind.COPY,
}
_SWITCHES: Final = {
    "DeleteMessage": EffectKind.DELETE,
    "SoftDeleteMessage": EffectKind.DISCARD,
    "MarkAsRead": EffectKind.MARK_READ,
    "StopProcessingRules": EffectKind.STOP,
    "PinMessage": EffectKind.LABEL,
    "delete": EffectKind.DELETE,
    "permanentDelete": EffectKind.DISCARD,
    "markAsRead": EffectKind.MARK_READ,
    "stopProcessingRules": EffectKind.STOP,
}
_LABELS: Final = frozenset(
    ("ApplyCategory", "ApplySystemCategory", "MarkImportance", "assignCategories", "markImportance")
)
ACTIONS: Final = frozenset((*_TO_PEOPLE, *_TO_FOLDER, *_SWITCHES, *_LABELS, "DeleteSystemCategory"))
"""What a rule can do, by Exchange's names (New-InboxRule) and by Graph's (messageRuleActions)."""


def effect_of(name: str, value: object, folders: Folders) -> Effect | None:
    """Make the effect of one action; None where it says nothing."""
    if name in _TO_PEOPLE:
        people = tuple(found for item in list_of(value)[:MAX_VALUES] if (found := person(item)))
        targets = tuple(dict.fromkeys(address for text in people for address in (addresses_in(text) or (text,))))
        return Effect(kind=_TO_PEOPLE[name], targets=targets) if targets else None
    if name in _TO_FOLDER:
        text = folder_name(value)
        if not text:
            return None
        known = folders.get(text, "" if _is_folder_id(text) else text)
        return Effect(kind=_TO_FOLDER[name], targets=(known,) if known else (), text="" if known else text[:200])
    if name in _SWITCHES:
        return Effect(kind=_SWITCHES[name]) if is_true(value) else None
    if name in _LABELS:
        values = tuple(word for word in words_of(value) if word.lower() not in {"none", "notset"})
        return Effect(kind=EffectKind.LABEL, targets=values) if values else None
    return None


_SPLIT: Final = re.compile(r"\s*;\s*")
_BYTES: Final = re.compile(r"\(([0-9,.\s]{1,20}) bytes?\)", re.IGNORECASE)
_PLAIN_SIZE: Final = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*(B|KB|MB|GB|)", re.IGNORECASE)
_UNITS: Final = {"": 1, "B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30}


def words_of(value: object) -> tuple[str, ...]:
    """Return the words of a field: a list, or one text with semicolons between them, as audit logs write it.

    A text of nothing but signs (`;`, a blank, NUL) is kept as it is: it is a trick that matches everything.
    """
    found: list[str] = []
    for item in list_of(value)[:MAX_VALUES]:
        text = text_of(item) or text_of(object_of(item).get("Value"))
        parts = [part for part in _SPLIT.split(text) if part.strip()] if isinstance(value, str) else [text]
        found += parts or [text]
    return tuple(dict.fromkeys(part for part in found if part))


def person(value: object) -> str:
    """Return somebody's address, else their name, from the forms both services write.

    `"Name" [SMTP:a@b]` is a@b; `"Name" [EX:/o=…]`, somebody of the own directory, is the name.
    """
    if isinstance(value, dict):
        inner = object_of(value.get("emailAddress")) or value
        for key in ("address", "Address", "PrimarySmtpAddress", "SmtpAddress", "name", "Name", "DisplayName"):
            text = text_of(inner.get(key))
            if text:
                return text[:500]
        return ""
    text = text_of(value).strip()[:500]
    found = addresses_in(text)
    if found:
        return found[0]
    return text.partition(" [EX:")[0].strip('"') if " [EX:" in text else text


def folder_name(value: object) -> str:
    """Return a folder's name or path, from a text or an object; a path loses its mailbox."""
    text = text_of(value)
    if isinstance(value, dict):
        for key in ("DisplayName", "Name", "FolderPath", "MailboxFolderId", "Identity"):
            text = text_of(value.get(key))
            if text:
                break
    _mailbox, colon, path = text.partition(":\\")
    return (path if colon else text).strip()[:500]


def _is_folder_id(text: str) -> bool:
    # Graph's and MAPI's ids are base64 or hex of a hundred characters and more; no folder is called so.
    return len(text) > 60 and " " not in text and text.isascii()


def bytes_of(value: object) -> int | None:
    """Return a size in bytes; None where there is none."""
    text = text_of(value).strip()
    match = _BYTES.search(text)
    if match is not None:
        digits = "".join(sign for sign in match[1] if sign.isdigit())
        return int(digits) if digits else None
    plain = _PLAIN_SIZE.fullmatch(text)
    return None if plain is None else int(float(plain[1]) * _UNITS[plain[2].upper()])
