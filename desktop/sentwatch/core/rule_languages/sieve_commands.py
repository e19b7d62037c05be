"""Sieve's actions as effects: those of RFC 5228 and of every extension we know of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from sentwatch.core.rule_addresses import addresses_in
from sentwatch.core.rule_languages.limits import MAX_TEXT
from sentwatch.core.rule_languages.sieve_arguments import INDEX, MATCH, Arguments, Takes
from sentwatch.core.rule_languages.sieve_variables import Variables
from sentwatch.core.rules import Effect, EffectKind


@dataclass(frozen=True, slots=True)
class Done:
    """What one action does. A message stays in the inbox unless an action takes that away (RFC 5228 2.10.2).

    `keeps`: the action itself stores the message in the mailbox. `takes_away`: the implicit keep is off after it.
    """

    effects: tuple[Effect, ...]
    keeps: bool = False
    takes_away: bool = False


Act: TypeAlias = Callable[[Arguments, Variables], Done | None]


def _keep(arguments: Arguments, variables: Variables) -> Done | None:
    if arguments.positional:
        return None
    flags = _flags(arguments.tagged("flags"), variables, EffectKind.MARK_READ)
    return Done((Effect(kind=EffectKind.KEEP), *flags), keeps=True)


def _fileinto(arguments: Arguments, variables: Variables) -> Done | None:
    if len(arguments.positional) != 1:
        return None
    folder = variables.all_expanded(arguments.strings(0))
    special = " ".join(arguments.tagged("specialuse"))
    is_copy = "copy" in arguments.tags
    kind = EffectKind.COPY if is_copy else EffectKind.MOVE
    moved = Effect(kind=kind, targets=folder.texts, text=special, is_open=folder.is_open)
    flags = _flags(arguments.tagged("flags"), variables, EffectKind.MARK_READ)
    return Done((moved, *flags), keeps=True, takes_away=not is_copy)


def _redirect(arguments: Arguments, variables: Variables) -> Done | None:
    if len(arguments.positional) != 1:
        return None
    to = variables.all_expanded(arguments.strings(0))
    targets = tuple(address for text in to.texts for address in (addresses_in(text) or (text,)))
    effect = Effect(kind=EffectKind.REDIRECT, targets=targets, is_open=to.is_open or "list" in arguments.tags)
    return Done((effect,), takes_away="copy" not in arguments.tags)


def _discard(arguments: Arguments, _variables: Variables) -> Done | None:
    return None if arguments.positional else Done((Effect(kind=EffectKind.DISCARD),), takes_away=True)


def _reject(arguments: Arguments, variables: Variables) -> Done | None:
    if len(arguments.positional) != 1:
        return None
    reason = variables.all_expanded(arguments.strings(0))
    return Done((Effect(kind=EffectKind.REJECT, text=_said(reason.texts)),), takes_away=True)


def _stop(arguments: Arguments, _variables: Variables) -> Done | None:
    return None if arguments.positional else Done((Effect(kind=EffectKind.STOP),))


def _error(_arguments: Arguments, _variables: Variables) -> Done | None:
    # ihave's error ends the script as a failure (RFC 5463 5): the message is kept.
    return Done((Effect(kind=EffectKind.STOP),), keeps=True)


def _set_flag(arguments: Arguments, variables: Variables) -> Done | None:
    return _flag_action(arguments, variables, EffectKind.MARK_READ)


def _remove_flag(arguments: Arguments, variables: Variables) -> Done | None:
    return _flag_action(arguments, variables, EffectKind.MARK_UNREAD)


def _flag_action(arguments: Arguments, variables: Variables, seen: EffectKind) -> Done | None:
    if len(arguments.positional) == 2:
        # Into a variable, not onto the message; what it then holds is used by :flags.
        names = arguments.strings(0)
        known = variables.all_expanded(arguments.strings(1))
        if seen is EffectKind.MARK_READ:
            for name in names:
                variables.assign(name, known, for_sure=False)
        return Done(())
    if len(arguments.positional) != 1:
        return None
    return Done(_flags(arguments.strings(0), variables, seen))


def _mark(_arguments: Arguments, _variables: Variables) -> Done | None:
    # The deprecated imapflags draft: mark sets \Flagged.
    return Done((Effect(kind=EffectKind.LABEL, targets=("★",)),))


def _flags(texts: tuple[str, ...], variables: Variables, seen: EffectKind) -> tuple[Effect, ...]:
    """Return the effects of IMAP flags; one string may hold several (RFC 5232 2)."""
    known = variables.all_expanded(texts)
    flags = dict.fromkeys(flag for text in known.texts for flag in text.split())
    effects: list[Effect] = []
    others: list[str] = []
    for flag in flags:
        folded = flag.lower()
        if folded == "\\seen":
            effects.append(Effect(kind=seen))
        elif folded == "\\deleted" and seen is EffectKind.MARK_READ:
            effects.append(Effect(kind=EffectKind.DELETE))
        else:
            others.append("★" if folded == "\\flagged" else flag)
    if others and seen is EffectKind.MARK_READ:
        effects.append(Effect(kind=EffectKind.LABEL, targets=tuple(others), is_open=known.is_open))
    elif others:
        effects.append(Effect(kind=EffectKind.OTHER, text="removeflag " + " ".join(others)))
    return tuple(effects)


def _vacation(arguments: Arguments, variables: Variables) -> Done | None:
    if len(arguments.positional) != 1:
        return None
    said = variables.all_expanded((*arguments.tagged("subject"), *arguments.strings(0)))
    sender = variables.all_expanded(arguments.tagged("from")).texts
    targets = tuple(address for text in sender for address in addresses_in(text))
    return Done((Effect(kind=EffectKind.REPLY, targets=targets, text=_said(said.texts), is_open=said.is_open),))


def _notify(arguments: Arguments, variables: Variables) -> Done | None:
    """Read enotify (RFC 5435: the method is the argument) and the older draft (tags only)."""
    if len(arguments.positional) > 1:
        return None
    method = arguments.strings(0) or arguments.tagged("method")
    if not arguments.positional and arguments.tagged("options"):
        method = arguments.tagged("options")
    known = variables.all_expanded(method)
    targets = tuple(target for text in known.texts for target in (addresses_in(text) or (text[:500],)))
    said = variables.all_expanded((*arguments.tagged("subject"), *arguments.tagged("message")))
    effect = Effect(kind=EffectKind.NOTIFY, targets=targets, text=_said(said.texts), is_open=known.is_open)
    return Done((effect,))


def _denotify(_arguments: Arguments, _variables: Variables) -> Done | None:
    return Done((Effect(kind=EffectKind.OTHER, text="denotify"),))


def _report(arguments: Arguments, variables: Variables) -> Done | None:
    if len(arguments.positional) != 3:
        return None
    to = variables.all_expanded(arguments.strings(2))
    targets = tuple(address for text in to.texts for address in (addresses_in(text) or (text,)))
    said = variables.all_expanded(arguments.strings(1)).texts
    return Done((Effect(kind=EffectKind.REPORT, targets=targets, text=_said(said), is_open=to.is_open),))


def _run(arguments: Arguments, variables: Variables) -> Done | None:
    if not 1 <= len(arguments.positional) <= 2:
        return None
    program = variables.all_expanded(arguments.strings(0))
    given = variables.all_expanded(arguments.strings(1))
    for name in arguments.tagged("output"):
        variables.open_up(name)
    is_open = program.is_open or given.is_open
    return Done(
        (Effect(kind=EffectKind.RUN, targets=program.texts, text=" ".join(given.texts)[:2_000], is_open=is_open),)
    )


def _pipe(arguments: Arguments, variables: Variables) -> Done | None:
    done = _run(arguments, variables)
    return done and Done(done.effects, takes_away="copy" not in arguments.tags)


def _add_header(arguments: Arguments, variables: Variables) -> Done | None:
    if len(arguments.positional) != 2:
        return None
    name = variables.all_expanded(arguments.strings(0))
    value = variables.all_expanded(arguments.strings(1))
    return Done((_edited(name.texts, _said(value.texts), is_open=value.is_open or name.is_open),))


def _delete_header(arguments: Arguments, variables: Variables) -> Done | None:
    if not 1 <= len(arguments.positional) <= 2:
        return None
    name = variables.all_expanded(arguments.strings(0))
    return Done((_edited(name.texts, "", is_open=name.is_open),))


def _edited(names: tuple[str, ...], value: str, *, is_open: bool) -> Effect:
    return Effect(kind=EffectKind.EDIT_HEADER, targets=names, text=value, is_open=is_open)


def _replace(arguments: Arguments, variables: Variables) -> Done | None:
    if len(arguments.positional) != 1:
        return None
    said = variables.all_expanded((*arguments.tagged("subject"), *arguments.strings(0)))
    return Done((Effect(kind=EffectKind.CHANGE_CONTENT, text=_said(said.texts), is_open=said.is_open),))


def _convert(arguments: Arguments, _variables: Variables) -> Done | None:
    if len(arguments.positional) != 3:
        return None
    return Done((Effect(kind=EffectKind.CHANGE_CONTENT, text=" ".join(arguments.strings(1))[:200]),))


def _snooze(arguments: Arguments, variables: Variables) -> Done | None:
    folder = variables.all_expanded(arguments.tagged("mailbox"))
    flags = _flags(arguments.tagged("addflags"), variables, EffectKind.MARK_READ)
    return Done((Effect(kind=EffectKind.SNOOZE, targets=folder.texts), *flags), keeps=True, takes_away=True)


def _calendar(_arguments: Arguments, _variables: Variables) -> Done | None:
    return Done((Effect(kind=EffectKind.CALENDAR),))


def _expire(arguments: Arguments, _variables: Variables) -> Done | None:
    # Proton's vnd.proton.expire: the message is deleted after a time.
    return Done((Effect(kind=EffectKind.DELETE, text=" ".join(arguments.strings(0))[:40]),), keeps=True)


def _nothing(_arguments: Arguments, _variables: Variables) -> Done | None:
    return Done(())


def _said(texts: tuple[str, ...]) -> str:
    return "\n".join(texts)[:MAX_TEXT]


_FCC: Final[Takes] = {"fcc": 1, "create": 0, "flags": 1, "specialuse": 1, "mailboxid": 1}  # RFC 8580

# By action: RFC 5228 (base), 3894 copy, 5230/6131 vacation, 5232 imap4flags, 5293 editheader, 5429 reject/ereject,
# 5435 enotify and its draft, 5463 ihave, 5490 mailbox, 5703 mime, 6009 delivery status, 6134 extlists, 6558 convert,
# 8579 special-use, 8580 fcc, 9042 mailboxid, 9671 processcalendar, draft-ietf-extra-sieve-snooze; Pigeonhole's own
# documents for vnd.dovecot.*, Cyrus' for its log and processimip, Proton's for expire.
ACTIONS: Final[dict[str, tuple[Takes, Act]]] = {
    "keep": ({"flags": 1}, _keep),
    "fileinto": ({"copy": 0, "create": 0, "flags": 1, "specialuse": 1, "mailboxid": 1}, _fileinto),
    "redirect": (
        {
            "copy": 0, "list": 0, "notify": 1, "ret": 1, "bytimerelative": 1, "bytimeabsolute": 1, "bymode": 1,
            "bytrace": 0,
        },
        _redirect,
    ),
    "discard": ({}, _discard),
    "reject": ({}, _reject),
    "ereject": ({}, _reject),
    "stop": ({}, _stop),
    "error": ({}, _error),
    "setflag": ({}, _set_flag),
    "addflag": ({}, _set_flag),
    "removeflag": ({}, _remove_flag),
    "mark": ({}, _mark),
    "unmark": ({}, _nothing),
    "vacation": (
        {
            **_FCC, "days": 1, "seconds": 1, "subject": 1, "from": 1, "addresses": 1, "mime": 0, "handle": 1,
        },
        _vacation,
    ),
    "notify": (
        {
            **_FCC, "from": 1, "importance": 1, "options": 1, "message": 1, "method": 1, "id": 1, "low": 0,
            "normal": 0, "high": 0,
        },
        _notify,
    ),
    "denotify": ({**MATCH, "low": 0, "normal": 0, "high": 0}, _denotify),
    "report": ({"headers_only": 0}, _report),
    "pipe": ({"copy": 0, "try": 0}, _pipe),
    "filter": ({}, _run),
    "execute": ({"input": 1, "pipe": 0, "output": 1}, _run),
    "addheader": ({"last": 0}, _add_header),
    "deleteheader": ({**MATCH, **INDEX}, _delete_header),
    "replace": ({"mime": 0, "subject": 1, "from": 1}, _replace),
    "enclose": ({"subject": 1, "headers": 1}, _replace),
    "convert": ({}, _convert),
    "snooze": (
        {
            "mailbox": 1, "mailboxid": 1, "specialuse": 1, "create": 0, "addflags": 1, "removeflags": 1,
            "weekdays": 1, "tzid": 1,
        },
        _snooze,
    ),
    "processcalendar": (
        {
            "allowpublic": 0, "addresses": 1, "updatesonly": 0, "calendarid": 1, "deletecancelled": 0,
            "deletecanceled": 0, "invitesonly": 0, "organizers": 1, "outcome": 1, "reason": 1,
        },
        _calendar,
    ),
    "processimip": (
        {
            "allowpublic": 0, "addresses": 1, "updatesonly": 0, "calendarid": 1, "deletecanceled": 0,
            "invitesonly": 0, "organizers": 1, "outcome": 1, "errstr": 1,
        },
        _calendar,
    ),
    "expire": ({}, _expire),
    "unexpire": ({}, _nothing),
    "debug_log": ({}, _nothing),
    "log": ({}, _nothing),
}  # fmt: skip

EXTENSIONS: Final = frozenset(
    (
        "body", "comparator-i;ascii-casemap", "comparator-i;ascii-numeric", "comparator-i;octet",
        "comparator-i;unicode-casemap", "convert", "copy", "date", "duplicate", "editheader", "enclose",
        "encoded-character", "enotify", "envelope", "envelope-deliverby", "envelope-dsn", "environment", "ereject",
        "extlists", "extracttext", "fcc", "fileinto", "foreverypart", "ihave", "imap4flags", "imapflags", "imapsieve",
        "include", "index", "mailbox", "mailboxid", "mboxmetadata", "mime", "notify", "processcalendar",
        "redirect-deliverby", "redirect-dsn", "regex", "reject", "relational", "replace", "servermetadata", "snooze",
        "spamtest", "spamtestplus", "special-use", "subaddress", "vacation", "vacation-seconds", "variables",
        "virustest", "vnd.cyrus.imip", "vnd.cyrus.log", "vnd.cyrus.snooze", "vnd.dovecot.debug",
        "vnd.dovecot.duplicate", "vnd.dovecot.environment", "vnd.dovecot.execute", "vnd.dovecot.filter",
        "vnd.dovecot.imapsieve", "vnd.dovecot.pipe", "vnd.dovecot.report", "vnd.proton.expire",
        "x-cyrus-log", "x-cyrus-snooze",
    )
)  # fmt: skip
"""Extensions whose commands and tests we read (those registered at IANA and the vendors' own)."""
