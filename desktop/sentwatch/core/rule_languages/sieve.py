"""Sieve scripts as rules: each branch, and each run of actions without a condition, is one rule."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sentwatch.core.phrase import N_, phrase
from sentwatch.core.rule_languages.limits import (
    MAX_RULES,
    MAX_SIEVE_BYTES,
    decoded,
    too_large,
)
from sentwatch.core.rule_languages.sieve_arguments import read_arguments
from sentwatch.core.rule_languages.sieve_commands import ACTIONS, EXTENSIONS
from sentwatch.core.rule_languages.sieve_drafts import Draft, Found
from sentwatch.core.rule_languages.sieve_grammar import (
    Call,
    Command,
    Comment,
    Strings,
    parse_script,
    parse_test,
)
from sentwatch.core.rule_languages.sieve_names import marked_name, plain_name
from sentwatch.core.rule_languages.sieve_tests import ODD_ARGUMENTS, UNKNOWN_TAG, Reader, constant
from sentwatch.core.rule_languages.sieve_variables import Known, Variables, modified
from sentwatch.core.rules import (
    Comparison,
    Condition,
    Moment,
    NotUnderstood,
    Part,
    RuleLanguage,
    RuleSet,
    Standing,
    Test,
    all_of,
)

MAX_INCLUDES: Final = 255
"""Inclusions followed in all, and how deep: Pigeonhole's own limits (sieve_include_max_*, read 2026-11)."""
MAX_INCLUDE_DEPTH: Final = 10

_UNKNOWN_COMMAND: Final = N_("A command we do not know: {name}")
_UNKNOWN_EXTENSION: Final = N_("It asks for an extension we do not know: {name}")
_UNSEEN: Final = N_("It includes the script “{name}”, which is not among those we can see.")
_GLOBAL: Final = N_("It includes the server's own script “{name}”, which we cannot see.")
_TOO_MANY_INCLUDES: Final = N_("It includes more scripts than any server allows; “{name}” was not followed.")
_ELSE_ALONE: Final = N_("“{name}” stands here without an “if” before it.")

_REST: Final = Condition(part=Part.REST, comparison=Comparison.EXISTS)
_UNREAD_TEST: Final = Condition(part=Part.OTHER, comparison=Comparison.EXISTS)


@dataclass(frozen=True, slots=True)
class ScriptText:
    """One script as the server holds it."""

    name: str
    text: str


def read_sieve(data: bytes | str, *, name: str) -> RuleSet:
    """Read one script that stands alone (a file); it is taken for the active one."""
    (found,) = read_scripts([(name, data)], active=name)
    return found


def read_scripts(scripts: Iterable[tuple[str, bytes | str]], *, active: str | None) -> tuple[RuleSet, ...]:
    """Read all scripts of a mailbox. Those the active one includes are in force, the others are switched off."""
    texts: dict[str, str | None] = {}
    for name, data in scripts:
        texts.setdefault(name, None if len(data) > MAX_SIEVE_BYTES else decoded(data))
    run = _Run(texts)
    if active is not None and texts.get(active) is not None:
        run.read(active, _Scope(), Variables())
    in_force = dict(run.found)
    sets: list[RuleSet] = []
    for name, text in texts.items():
        standing = Standing.INACTIVE
        if name in in_force or name == active:
            standing = Standing.ACTIVE if name == active else Standing.INCLUDED
        if text is None:
            sets.append(replace(too_large(RuleLanguage.SIEVE, name, limit=MAX_SIEVE_BYTES), standing=standing))
            continue
        part = in_force.get(name)
        if part is None:
            # An inactive script does nothing now; it is read by itself, so that what it would do can be seen.
            alone = _Run(texts)
            alone.read(name, _Scope(enabled=False), Variables())
            part = alone.found[name]
        sets.append(part.as_set(name, standing))
    return tuple(sets)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """Where a block stands: the conditions on the way to it, and the rules of the blocks around it."""

    tests: tuple[Test, ...] = ()
    enabled: bool = True
    name: str = ""
    outer: tuple[Draft, ...] = ()
    depth: int = 0


class _Run:
    """One reading of a script and of what it includes."""

    def __init__(self, texts: Mapping[str, str | None]) -> None:
        self.found: dict[str, Found] = {}
        self._texts = texts
        self._folded = {name.removesuffix(".sieve"): name for name in texts}
        self._open: list[str] = []
        self._includes = 0

    def read(self, name: str, scope: _Scope, variables: Variables) -> None:
        """Read a script at its place; the conditions of that place hold for all of it."""
        text = self._texts[name]
        assert text is not None
        found = self.found.get(name)
        if found is None:
            found = Found(text=text, script=parse_script(text))
            self.found[name] = found
        if found.script.refused is not None:
            return
        self._open.append(name)
        reader = _ScriptReader(found=found, run=self, variables=variables)
        reader.walk(found.script.commands, scope)
        self._open.pop()

    def include(self, name: str, scope: _Scope, variables: Variables) -> str | None:
        """Follow an inclusion; say why not where it cannot be."""
        real = name if name in self._texts else self._folded.get(name.removesuffix(".sieve"))
        if real is None or self._texts[real] is None:
            return _UNSEEN
        self._includes += 1
        if self._includes > MAX_INCLUDES or len(self._open) > MAX_INCLUDE_DEPTH or real in self._open:
            return _TOO_MANY_INCLUDES
        # Requirements are each script's own (RFC 6609 3.1); values pass by `global`.
        inner = Variables(values=variables.values)
        self.read(real, scope, inner)
        return None


@dataclass(slots=True)
class _ScriptReader:
    found: Found
    run: _Run
    variables: Variables
    moments: tuple[Moment, ...] = (Moment.ARRIVAL,)
    _last_end: int = 0

    def walk(self, commands: Sequence[Command], scope: _Scope) -> None:
        """Read the commands of one block."""
        draft: Draft | None = None
        chain_name = scope.name
        is_chain = False
        for command in commands:
            if len(self.found.drafts) >= MAX_RULES:
                return
            call = command.call
            marked, plain = self._names(command)
            self._last_end = command.start
            if call is None:
                self._walk_block(command, replace(scope, tests=(*scope.tests, _UNREAD_TEST)), draft)
                is_chain = True
            elif call.name in {"if", "elsif", "else"}:
                if call.name == "if":
                    chain_name = _first(marked, scope.name or None, plain)
                elif not is_chain:
                    self._note(call, _ELSE_ALONE, name=call.name)
                self._branch(command, call, replace(scope, name=chain_name), draft)
                is_chain = True
                if scope.depth == 0:
                    draft = None
            else:
                is_chain = False
                if marked is not None and scope.depth == 0:
                    draft = None
                named = replace(scope, name=_first(marked, scope.name or None, plain))
                draft = self._command(command, call, draft, named)
            self._last_end = max(self._last_end, command.end)

    def _walk_block(self, command: Command, scope: _Scope, draft: Draft | None) -> None:
        if command.block is not None:
            outer = scope.outer if draft is None else (*scope.outer, draft)
            self._last_end = max(self._last_end, command.start)
            self.walk(command.block, replace(scope, outer=outer, depth=scope.depth + 1))

    def _branch(self, command: Command, call: Call, scope: _Scope, draft: Draft | None) -> None:
        reader = Reader(self.variables)
        tests: list[Test] = [] if call.name == "if" else [_REST]
        if call.arguments or len(call.tests) != (0 if call.name == "else" else 1) or command.block is None:
            self._note(call, ODD_ARGUMENTS, name=call.name)
            tests.append(_UNREAD_TEST)
        elif call.tests:
            tests.append(reader.read(call.tests[0]))
        is_off = constant(all_of(tests)) is False
        if is_off:
            kept = self._test_in_comment(command)
            tests = tests if kept is None else [kept]
        inner = replace(scope, tests=(*scope.tests, *tests), enabled=scope.enabled and not is_off)
        if reader.effects or reader.not_understood:
            started = self._draft(command, inner, draft)
            started.effects += reader.effects
            started.not_understood += reader.not_understood
            started.end = command.end
        self._walk_block(command, inner, draft)

    def _test_in_comment(self, command: Command) -> Test | None:
        """Return what a switched-off rule looked for: Roundcube keeps it behind `if false #`."""
        call = command.call
        if call is None or command.block is None or not call.tests or call.tests[0].name != "false":
            return None
        for comment in self._comments(command.start, command.end):
            if comment.line != command.line:
                break
            test = parse_test(comment.text)
            if test is not None:
                reader = Reader(self.variables)
                read = reader.read(test)
                return None if reader.not_understood else read
        return None

    def _command(self, command: Command, call: Call, draft: Draft | None, scope: _Scope) -> Draft | None:
        if call.name == "foreverypart":
            self._walk_block(command, scope, draft)
            return draft
        if command.block is None and self._prepares(call, scope):
            return draft
        if command.block is None and call.name == "include":
            self._include(call, scope)
            return None if scope.depth == 0 else draft
        draft = draft or self._draft(command, scope, None)
        draft.end = command.end
        draft.spans.append((command.start, command.end))
        known = ACTIONS.get(call.name)
        if known is None or command.block is not None:
            draft.not_understood.append(self._piece(call, _UNKNOWN_COMMAND, name=call.name))
            self._walk_block(command, scope, draft)
            return draft
        takes, act = known
        arguments = read_arguments(call, takes)
        for tag in arguments.unknown:
            draft.not_understood.append(self._piece(call, UNKNOWN_TAG, name=tag))
        done = None if call.tests else act(arguments, self.variables)
        if done is None:
            draft.not_understood.append(self._piece(call, ODD_ARGUMENTS, name=call.name))
            return draft
        draft.effects += done.effects
        draft.keeps |= done.keeps
        draft.takes_away |= done.takes_away
        return draft

    def _draft(self, command: Command, scope: _Scope, around: Draft | None) -> Draft:
        draft = Draft(
            name=scope.name,
            test=all_of(scope.tests),
            enabled=scope.enabled,
            line=command.line,
            start=command.start,
            end=command.end,
            outer=scope.outer if around is None else (*scope.outer, around),
            moments=self.moments,
            is_always=constant(all_of(scope.tests)) is True,
        )
        self.found.drafts.append(draft)
        return draft

    def _prepares(self, call: Call, scope: _Scope) -> bool:
        """Whether the command only prepares: what it asks for, what it calls things."""
        if call.name == "require":
            for name in _strings(call, 0):
                self._require(call, name)
        elif call.name == "set":
            self._set(call, scope)
        elif call.name == "extracttext":
            for name in _strings(call, -1):
                self.variables.open_up(name)
        elif call.name not in {"global", "import", "export", "return", "break"}:
            return False
        return True

    def _require(self, call: Call, name: str) -> None:
        folded = name.lower()
        if folded == "variables":
            self.variables.has_variables = True
        elif folded == "encoded-character":
            self.variables.has_encoded = True
        elif folded in {"imapsieve", "vnd.dovecot.imapsieve"}:
            self.moments = (Moment.FOLDER_CHANGE,)
        if folded not in EXTENSIONS:
            self._note(call, _UNKNOWN_EXTENSION, name=name[:100])

    def _set(self, call: Call, scope: _Scope) -> None:
        modifiers = ("lower", "upper", "lowerfirst", "upperfirst", "quotewildcard", "quoteregex", "length", "encodeurl")
        arguments = read_arguments(call, dict.fromkeys(modifiers, 0))
        if len(arguments.positional) != 2 or arguments.unknown or call.tests:
            self._note(call, ODD_ARGUMENTS, name=call.name)
            return
        value = modified(self.variables.all_expanded(arguments.strings(1)[:1]), arguments.tags)
        for name in arguments.strings(0)[:1]:
            self.variables.assign(name, Known(value.texts, value.is_open), for_sure=scope.depth == 0)

    def _include(self, call: Call, scope: _Scope) -> None:
        arguments = read_arguments(call, {"personal": 0, "global": 0, "once": 0, "optional": 0})
        names = arguments.strings(0)
        if len(names) != 1 or len(arguments.positional) != 1 or arguments.unknown:
            self._note(call, ODD_ARGUMENTS, name=call.name)
            return
        why = _GLOBAL if "global" in arguments.tags else self.run.include(names[0], scope, self.variables)
        if why is not None:
            self._note(call, why, name=names[0][:100])

    def _names(self, command: Command) -> tuple[str | None, str | None]:
        comments = self._comments(self._last_end, command.start)
        return marked_name(comments), plain_name(comments, line=command.line)

    def _comments(self, start: int, end: int) -> Sequence[Comment]:
        every = self.found.script.comments
        first = bisect_left(every, start, key=lambda comment: comment.start)
        return every[first : bisect_left(every, end, key=lambda comment: comment.start)]

    def _note(self, call: Call, reason: str, *, name: str) -> None:
        self.found.not_understood.append(self._piece(call, reason, name=name))

    def _piece(self, call: Call, reason: str, *, name: str) -> NotUnderstood:
        said = " ".join(
            text for argument in call.arguments if isinstance(argument, Strings) for text in argument.values
        )
        return NotUnderstood(line=call.line, text=f"{call.name} {said}"[:2_000], reason=phrase(reason, name=name))


def _strings(call: Call, place: int) -> tuple[str, ...]:
    found = [argument.values for argument in call.arguments if isinstance(argument, Strings)]
    return found[place] if found else ()


def _first(*names: str | None) -> str:
    return next((name for name in names if name is not None), "")
