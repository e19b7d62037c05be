"""SPF records: the terms of one, and a bounded walk through what they include (RFC 7208)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sentwatch.core.names import is_dns_name
from sentwatch.core.snapshot import Failed

MAX_LOOKUPS: Final = 10
MAX_VOID_LOOKUPS: Final = 2
"""RFC 7208 section 4.6.4: ten terms that ask, two of them in vain; a receiver gives up beyond."""

MAX_QUESTIONS: Final = 40
"""Where our own walk stops, whatever the records say."""

_ASKING: Final = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})
_KNOWN: Final = _ASKING | {"all", "ip4", "ip6", "exp"}

Ask: TypeAlias = Callable[[str, str], "tuple[str, ...] | Failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One mechanism or modifier. `value` is what follows the colon or the equals sign, without a prefix length."""

    name: str
    qualifier: str = "+"
    value: str = ""
    is_modifier: bool = False


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
        return Term(name=head.lower(), value=word[cut + 1 :], is_modifier=True)
    value = word[cut + 1 :].partition("/")[0] if sign == ":" else ""
    qualifier = head[:1] if head[:1] in "+-~?" and head else "+"
    name = head[1:] if head[:1] and head[:1] in "+-~?" else head
    return Term(name=name.lower(), qualifier=qualifier, value=value)


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
        closing: str | None = None
        for term in terms:
            if term.name not in _KNOWN and not term.is_modifier:
                self.broken.append(f"{domain}: {term.name}"[:120])
            elif term.name == "all" and not term.is_modifier:
                closing = term.qualifier
                break
            elif term.name in _ASKING and term.name != "redirect":
                self.term(domain, term, path)
        if closing is not None:
            return closing
        redirect = next((t for t in terms if t.is_modifier and t.name == "redirect"), None)
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
            self.broken.append(f"{domain}: {term.name}:{target}"[:120])
        else:
            kinds = ("MX",) if term.name == "mx" else ("A", "AAAA") if term.name == "a" else ("A",)
            self.voids += self.is_void(target, kinds)

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
