"""The generic syntax of Sieve (RFC 5228 section 8.2): text to commands, a broken statement costing itself only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeAlias

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput

from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.rule_languages.limits import MAX_DEPTH
from sentwatch.core.rules import NotUnderstood

MAX_TOKENS: Final = 200_000
"""A script of the largest size that programs write has some 60,000."""

# One statement: what stands before ";" or "{". The blocks are followed by hand, so that neither a broken statement
# nor ten thousand braces cost more than themselves. Strings, comments and text: blocks that never end reach to the end
# of the script in one piece: a second look for their end would be quadratic.
_GRAMMAR: Final = r"""
start: call
call: IDENT argument* tests?
tests: call | "(" call ("," call)* ")"
argument: strings | NUMBER | TAG
strings: string | "[" (string ("," string)*)? "]"
string: QUOTED | MULTILINE

MULTILINE.3: /text:[ \t]*(?:\#[^\n]*)?\r?\n(?:(?!\.\r?(?:\n|\Z))[^\n]*\n)*(?:\.\r?(?:\n|\Z)|[^\n]*\Z)/i
QUOTED.2: /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)/s
COMMENT.2: /\#[^\n]*|\/\*.*?(?:\*\/|\Z)/s
TAG.2: /:[A-Za-z_][A-Za-z0-9_]*/
NUMBER.2: /[0-9]+[KMGkmg]?/
IDENT.1: /[A-Za-z_][A-Za-z0-9_]*/
END.1: ";"
OPEN.1: "{"
CLOSE.1: "}"
SPACE.1: /[ \t\r\n\f\v]+/
BAD.-1: /./s
%ignore SPACE
%ignore COMMENT
%ignore END
%ignore OPEN
%ignore CLOSE
%ignore BAD
"""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tagged argument's name, lower case, without its colon."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit applied."""

    value: int


@dataclass(frozen=True, slots=True)
class Strings:
    """A string or a list of strings, unescaped."""

    values: tuple[str, ...]


Argument: TypeAlias = Tag | Number | Strings


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A command or test without its block: name in lower case, arguments, and the tests in it."""

    name: str
    arguments: tuple[Argument, ...]
    tests: tuple[Call, ...]
    line: int
    depth: int


@dataclass(slots=True, kw_only=True)
class Command:
    """One command with its place in the text. `call` is None where the statement could not be read.

    `start` to `end` is the whole command; the offsets of the block are those inside its braces.
    """

    call: Call | None
    line: int
    start: int
    end: int = 0
    block: list[Command] | None = None
    block_end: int = 0


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its place: its text without the signs around it."""

    line: int
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Script:
    """What was read of a script. `refused` where nothing was."""

    commands: list[Command] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    broken: list[NotUnderstood] = field(default_factory=list)
    refused: Phrase | None = None


_STATEMENT: Final = N_("This is not valid Sieve.")
_UNCLOSED: Final = N_("A block is opened here and never closed.")
_UNENDED: Final = N_("A text or comment begins here and never ends.")
_TOO_DEEP: Final = N_("It is nested deeper than {limit} levels, which no mail program writes: not read.")
_TOO_LONG: Final = N_("It holds more than {limit} words, far more than any script: not read.")


def parse_script(text: str) -> Script:
    """Read a whole script; never raises."""
    script = Script()
    # The blocks that are open, the innermost last.
    open_blocks: list[list[Command]] = [script.commands]
    owners: list[Command] = []
    pending: list[Token] = []
    for count, token in enumerate(_tokens(text, script)):
        if count >= MAX_TOKENS:
            return Script(refused=phrase(_TOO_LONG, limit=MAX_TOKENS))
        if token.type not in {"END", "OPEN", "CLOSE"}:
            pending.append(token)
            continue
        if token.type == "CLOSE":
            if pending:
                _note(script, pending, _STATEMENT)
                pending = []
            if not owners:
                _note(script, [token], _STATEMENT)
                continue
            owner = owners.pop()
            open_blocks.pop()
            owner.block_end = token.start_pos or 0
            owner.end = token.end_pos or 0
            continue
        command = _statement(script, pending, token)
        if command is None:
            return Script(refused=phrase(_TOO_DEEP, limit=MAX_DEPTH))
        pending = []
        open_blocks[-1].append(command)
        if token.type == "OPEN":
            command.block = []
            owners.append(command)
            open_blocks.append(command.block)
            if len(owners) > MAX_DEPTH:
                return Script(refused=phrase(_TOO_DEEP, limit=MAX_DEPTH))
    if pending:
        _note(script, pending, _STATEMENT)
    for owner in owners:
        owner.block_end = owner.end = len(text)
        script.broken.append(_piece(owner.line, text[owner.start : owner.start + 200], _UNCLOSED))
    return script


def parse_test(text: str) -> Call | None:
    """Read one test that stands alone (Roundcube keeps it in a comment), None where it is none."""
    tokens = list(_tokens(text, Script()))
    call = _parse(tokens) if 0 < len(tokens) < 2_000 else None
    return call if call is not None and call.depth <= MAX_DEPTH else None


def _tokens(text: str, script: Script) -> Iterator[Token]:
    for token in _lark().lex(text, dont_ignore=True):
        if token.type == "SPACE":
            continue
        if token.type == "COMMENT":
            script.comments.append(_comment(token))
            if token.startswith("/*") and (len(token) < 4 or not token.endswith("*/")):
                _note(script, [token], _UNENDED)
            continue
        if token.type in {"QUOTED", "MULTILINE"} and not _is_ended(token):
            _note(script, [token], _UNENDED)
        yield token


def _is_ended(token: Token) -> bool:
    if token.type == "MULTILINE":
        return token.rstrip("\r\n").endswith("\n.") or token.rstrip("\r\n") == "."
    # In "…\" the last quote is itself quoted.
    body = token[1:-1]
    return len(token) > 1 and token.endswith('"') and (len(body) - len(body.rstrip("\\"))) % 2 == 0


def _comment(token: Token) -> Comment:
    text = token[2:].removesuffix("*/") if token.startswith("/*") else token[1:]
    return Comment(token.line or 0, token.start_pos or 0, token.end_pos or 0, text.strip("\r\n"))


def _statement(script: Script, pending: list[Token], end: Token) -> Command | None:
    """Make the command of the tokens before `end`; None where it is nested too deeply."""
    first = pending[0] if pending else end
    call = _parse(pending) if pending else None
    if call is None:
        _note(script, [*pending, end], _STATEMENT)
    elif call.depth > MAX_DEPTH:
        return None
    return Command(call=call, line=first.line or 0, start=first.start_pos or 0, end=end.end_pos or 0)


def _parse(tokens: Iterable[Token]) -> Call | None:
    parser = _lark().parse_interactive()
    last = None
    try:
        for token in tokens:
            parser.feed_token(token)
            last = token
        call = parser.feed_eof(last)  # type: ignore[no-untyped-call]
    except UnexpectedInput:
        return None
    return call if isinstance(call, Call) else None


def _note(script: Script, tokens: list[Token], reason: str) -> None:
    text = " ".join(str(token)[:200] for token in tokens[:60])
    script.broken.append(_piece(tokens[0].line or 0, text, reason))


def _piece(line: int, text: str, reason: str) -> NotUnderstood:
    return NotUnderstood(line=line, text=text[:2_000], reason=phrase(reason))


@cache
def _lark() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", propagate_positions=False, transformer=_ToCalls())


class _ToCalls(Transformer[Token, Call]):
    """Turns what lark recognises into calls, as it goes: no tree is kept, nothing recurses."""

    def start(self, children: list[Call]) -> Call:
        return children[0]

    def call(self, children: list[object]) -> Call:
        name, *rest = children
        assert isinstance(name, Token)
        tests = rest.pop() if rest and isinstance(rest[-1], list) else []
        assert isinstance(tests, list)
        return Call(
            name=name.lower(),
            arguments=tuple(part for part in rest if isinstance(part, Tag | Number | Strings)),
            tests=tuple(tests),
            line=name.line or 0,
            depth=1 + max((test.depth for test in tests), default=0),
        )

    def tests(self, children: list[Call]) -> list[Call]:
        return children

    def argument(self, children: list[object]) -> object:
        token = children[0]
        if not isinstance(token, Token):
            return token
        if token.type == "TAG":
            return Tag(token[1:].lower())
        return Number(_number(token))

    def strings(self, children: list[str]) -> Strings:
        return Strings(tuple(children))

    def string(self, children: list[Token]) -> str:
        token = children[0]
        return _multiline(token) if token.type == "MULTILINE" else _quoted(token)


_UNITS: Final = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def _number(text: str) -> int:
    unit = _UNITS.get(text[-1].upper(), 1)
    digits = text.rstrip("KMGkmg")[:18]
    return int(digits) * unit


def _quoted(text: str) -> str:
    body = text[1:].removesuffix('"')
    if "\\" not in body:
        return body
    first, *rest = body.split("\\")
    pieces = iter(rest)
    # An empty piece is a backslash that was itself quoted: the next one follows it as it is.
    return first + "".join(piece or "\\" + next(pieces, "") for piece in pieces)


def _multiline(text: str) -> str:
    lines = text.split("\n")[1:]
    while lines and lines[-1].strip("\r") in {"", "."}:
        if lines.pop().strip("\r") == ".":
            break
    return "\n".join(
        line.rstrip("\r").removeprefix(".") if line.startswith("..") else line.rstrip("\r") for line in lines
    )
