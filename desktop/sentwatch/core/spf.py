"""SPF records: the terms of one, and a bounded walk through what they include (RFC 7208)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sentwatch.core.looks import Failed
from sentwatch.core.names import is_dns_name

MAX_LOOKUPS: Final = 10
MAX_VOID_LOOKUPS: Final = 2
"""RFC 7208 section 4.6.4: ten terms that ask, two of them in vain; a receiver gives up beyond."""

MAX_QUESTIONS: Final = 40
"""Where our own walk stops, whatever the records say."""

MAX_EXCHANGERS: Final = 10
"""RFC 7208 section 4.6.4: a receiver gives up where `mx` leads to more servers."""

ASKING: Final = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})
"""The terms that cost a look-up."""
_KNOWN: Final = ASKING | {"all", "ip4", "ip6", "exp"}

# RFC 7208 section 7.1: what may stand in a domain-spec beside plain signs. c, r and t are for `exp` only.
_MACRO: Final = re.compile(r"%(?:\{[slodiphv]\d{0,3}r?[.\-+,/_=]*\}|[%_-])", re.IGNORECASE)
_MODIFIER: Final = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
_PREFIX: Final = re.compile(r"(?:/(0|[1-9]\d?))?(?://(0|[1-9]\d{0,2}))?")

Ask: TypeAlias = Callable[[str, str], "tuple[str, ...] | Failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One mechanism or modifier. `value` is what follows the colon or the equals sign, without a prefix length.

    `prefix` is the prefix length as written ("/24//64"), `has_value` whether there was a colon or an equals sign.
    """

    name: str
    qualifier: str = "+"
    value: str = ""
    prefix: str = ""
    has_value: bool = False
    is_modifier: bool = False

    @property
    def text(self) -> str:
        """The term as it stands in the record."""
        sign = "=" if self.is_modifier else ":"
        shown = (self.qualifier if self.qualifier != "+" else "") + self.name
        return shown + (sign + self.value if self.has_value else "") + self.prefix

    @property
    def written(self) -> str:
        """The term as it is shown, capped."""
        return self.text[:100]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpfWalk:
    """What a receiver meets on the way through a domain's SPF, in the worst case.

    `all_qualifier` is that of the closing `all`, None where there is none. `broken` names terms that end in an
    error; `unseen` names what we could not look up, so that the counts are lower bounds then.
    """

    lookups: int
    voids: int
    all_qualifier: str | None
    uses_ptr: bool = False
    broken: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()


def is_spf(text: str) -> bool:
    """Whether a TXT record is SPF (section 4.5): the version, then a space or the end."""
    return text.split(" ", 1)[0].lower() == "v=spf1"


def read_terms(text: str) -> tuple[Term, ...]:
    """Split a record into its terms, unknown ones too."""
    return tuple(_term(word) for word in text.split()[1:])


def _term(word: str) -> Term:
    cut = min((at for at in (word.find(":"), word.find("="), word.find("/")) if at >= 0), default=len(word))
    head, sign = word[:cut], word[cut : cut + 1]
    if sign == "=":
        return Term(name=head.lower(), value=word[cut + 1 :], has_value=True, is_modifier=True)
    rest = word[cut + 1 :] if sign == ":" else word[cut:]
    value, prefix = _cut_prefix(rest) if sign == ":" else ("", rest)
    qualifier = head[:1] if head[:1] in "+-~?" and head else "+"
    name = head[1:] if head[:1] and head[:1] in "+-~?" else head
    return Term(name=name.lower(), qualifier=qualifier, value=value, prefix=prefix, has_value=sign == ":")


def _cut_prefix(text: str) -> tuple[str, str]:
    """Cut the prefix length off; a slash inside a macro belongs to the macro."""
    inside = text.rfind("}")
    at = text.find("/", inside + 1)
    return (text, "") if at < 0 else (text[:at], text[at:])


def is_well_formed(term: Term) -> bool:
    """Whether receivers can read a term; one they cannot makes the whole record useless (section 4.6)."""
    if term.is_modifier:
        if not _MODIFIER.fullmatch(term.name):
            return False
        return term.name != "redirect" or _is_domain_spec(term.value)
    if term.name == "all":
        return not term.has_value and not term.prefix
    if term.name in {"ip4", "ip6"}:
        return _is_network(term)
    if term.name in {"include", "exists"}:
        return _is_domain_spec(term.value) and not term.prefix
    if term.name == "ptr":
        return not term.prefix and (_is_domain_spec(term.value) if term.has_value else True)
    if term.name in {"a", "mx"}:
        return _is_dual_prefix(term.prefix) and (_is_domain_spec(term.value) if term.has_value else True)
    return False


def _is_network(term: Term) -> bool:
    length = term.prefix.removeprefix("/")
    if term.prefix and not (length.isascii() and length.isdigit() and str(int(length[:4])) == length):
        return False
    try:
        address = ipaddress.ip_address(term.value)
    except ValueError:
        return False
    is_right_version = address.version == (4 if term.name == "ip4" else 6)
    return is_right_version and (not term.prefix or int(length) <= address.max_prefixlen)


def _is_dual_prefix(prefix: str) -> bool:
    match = _PREFIX.fullmatch(prefix)
    return match is not None and int(match.group(1) or 0) <= 32 and int(match.group(2) or 0) <= 128


def _is_domain_spec(text: str) -> bool:
    bare = _MACRO.sub("", text)
    if not text or "%" in bare or not all(0x21 <= ord(sign) <= 0x7E for sign in bare):
        return False
    # A final macro may stand in for the last label; else that label is a word and no number (section 7.1).
    if text.endswith("}") or _MACRO.search(text[-2:] if len(text) > 1 else ""):
        return True
    last = text.rstrip(".").rpartition(".")[2]
    return bool(last) and not last.isdigit() and "." in text.rstrip(".")


@dataclass(slots=True)
class _Walker:
    ask: Ask
    lookups: int = 0
    voids: int = 0
    questions: int = 0
    uses_ptr: bool = False
    broken: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def record(self, domain: str, text: str, path: tuple[str, ...]) -> str | None:
        """Walk one record; return the qualifier of its `all`, or that of the record it redirects to."""
        terms = read_terms(text)
        # A receiver reads the whole record before it asks anything: one bad term spoils it, wherever it stands.
        bad = [term for term in terms if not is_well_formed(term)]
        self.broken += (f"{domain}: {term.written}"[:120] for term in bad)
        for name in ("redirect", "exp"):
            if sum(term.is_modifier and term.name == name for term in terms) > 1:
                self.broken.append(f"{domain}: {name}= {name}=")
        closing: str | None = None
        for term in terms:
            if term in bad or term.is_modifier:
                continue
            if term.name == "all":
                closing = term.qualifier
                break
            if term.name in ASKING:
                self.term(domain, term, path)
        if closing is not None:
            return closing
        redirect = next((t for t in terms if t.is_modifier and t.name == "redirect" and t not in bad), None)
        if redirect is None:
            return None
        self.lookups += 1
        return self.follow(redirect.value, path)

    def term(self, domain: str, term: Term, path: tuple[str, ...]) -> None:
        self.lookups += 1
        self.uses_ptr |= term.name == "ptr"
        target = term.value or domain
        if term.name == "include":
            self.follow(term.value, path)
        elif term.name == "ptr" or "%" in target:
            return
        elif not is_dns_name(target):
            self.broken.append(f"{domain}: {term.written}"[:120])
        elif term.name == "mx":
            self.exchangers(domain, term, target)
        else:
            self.voids += self.is_void(target, ("A", "AAAA") if term.name == "a" else ("A",))

    def exchangers(self, domain: str, term: Term, target: str) -> None:
        answer = self.get(target, "MX")
        if answer is not None and len(answer) > MAX_EXCHANGERS:
            self.broken.append(f"{domain}: {term.written} ({len(answer)} MX)"[:120])
        self.voids += answer is not None and not answer

    def is_void(self, name: str, kinds: tuple[str, ...]) -> bool:
        for kind in kinds:
            answer = self.get(name, kind)
            if answer is None or answer:
                return False
        return True

    def get(self, name: str, kind: str) -> tuple[str, ...] | None:
        """Return the answer; None where we could not look or stopped looking."""
        self.questions += 1
        answer = self.ask(name, kind) if self.questions <= MAX_QUESTIONS else None
        if answer is None or isinstance(answer, Failed):
            self.unseen.append(name)
            return None
        return answer

    def follow(self, target: str, path: tuple[str, ...]) -> str | None:
        """Walk the record of another domain."""
        target = target.lower().rstrip(".")
        if "%" in target:
            self.unseen.append(target[:120])
            return None
        if not is_dns_name(target) or target in path:
            self.broken.append(target[:120])
            return None
        texts = self.get(target, "TXT")
        if texts is None:
            return None
        self.voids += not texts
        records = [text for text in texts if is_spf(text)]
        if len(records) != 1:
            self.broken.append(target)
            return None
        return self.record(target, records[0], (*path, target))


def walk_spf(domain: str, text: str, *, ask: Ask) -> SpfWalk:
    """Walk from the domain's own record through all it names, at most MAX_QUESTIONS questions."""
    walker = _Walker(ask)
    closing = walker.record(domain, text, (domain,))
    return SpfWalk(
        lookups=walker.lookups,
        voids=walker.voids,
        all_qualifier=closing,
        uses_ptr=walker.uses_ptr,
        broken=tuple(walker.broken[:10]),
        unseen=tuple(walker.unseen[:10]),
    )
