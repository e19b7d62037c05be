"""Names that look or type like a domain: a small list made here, to be asked for only on request."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sentwatch.core.names import read_domain

MAX_NAMES: Final = 120
"""Each name costs two questions to the name server; a list of thousands would be a scan."""


class Likeness(enum.Enum):
    """How a name was made from the real one."""

    SIGN = "sign"
    SCRIPT = "script"
    ENDING = "ending"
    ROMAJI = "romaji"
    SWAPPED = "swapped"
    LEFT_OUT = "left-out"
    DOUBLED = "doubled"
    KEY = "key"
    HYPHEN = "hyphen"
    WORD = "word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """One name in its ASCII form, as it is shown to people, and how it was made."""

    domain: str
    shown: str
    how: Likeness


# Signs that look alike in common typefaces.
_SIGNS: Final = (
    ("rn", "m"),
    ("m", "rn"),
    ("vv", "w"),
    ("w", "vv"),
    ("cl", "d"),
    ("d", "cl"),
    ("l", "1"),
    ("1", "l"),
    ("l", "i"),
    ("i", "l"),
    ("o", "0"),
    ("0", "o"),
    ("i", "1"),
    ("nn", "m"),
    ("q", "g"),
    ("5", "s"),
    ("s", "5"),
)
# Letters of other scripts that look like Latin ones (Unicode confusables, the ones registries have seen abused).
_SCRIPTS: Final = {
    "a": "а",
    "c": "с",
    "e": "е",
    "i": "і",
    "j": "ј",
    "o": "ο",
    "p": "р",
    "s": "ѕ",
    "x": "х",
    "y": "у",
    "l": "ӏ",
    "d": "ԁ",
    "h": "һ",
    "u": "ü",
    "n": "ñ",
}
_TO_LATIN: Final = {other: latin for latin, other in _SCRIPTS.items()}
# Japanese words are written in Latin letters in more than one way (Hepburn and Kunrei, long vowels).
_ROMAJI: Final = (
    ("shi", "si"), ("chi", "ti"), ("tsu", "tu"), ("fu", "hu"), ("ji", "zi"), ("sha", "sya"), ("shu", "syu"),
    ("sho", "syo"), ("cha", "tya"), ("chu", "tyu"), ("cho", "tyo"), ("ja", "zya"), ("ju", "zyu"), ("jo", "zyo"),
    ("ou", "o"), ("oo", "o"), ("oh", "o"), ("uu", "u"), ("mb", "nb"), ("mp", "np"), ("mm", "nm"), ("tch", "cch"),
    ("kkou", "kko"), ("kk", "k"), ("tt", "t"), ("pp", "p"), ("nn", "n"),
)  # fmt: skip
_ROMAJI_LONGER: Final = (("o", "ou"), ("n", "nn"))
# Neighbours on the keyboard, where the signs a domain may hold lie on both the US and the Japanese layout.
_KEYS: Final = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl",
    "p": "ol", "a": "qsz", "s": "awdx", "d": "sefc", "f": "drgv", "g": "fthb", "h": "gyjn", "j": "hukm", "k": "jil",
    "l": "kop", "z": "asx", "x": "zsdc", "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
}  # fmt: skip
_ENDINGS: Final = (
    "com",
    "jp",
    "co.jp",
    "net",
    "org",
    "ne.jp",
    "or.jp",
    "co",
    "cm",
    "info",
    "biz",
    "shop",
    "online",
    "site",
)
_SECOND_LEVEL: Final = re.compile(
    r"\.((?:co|ne|or|ac|go|gr|ed|lg|ad)\.jp|(?:co|org|ac|gov|me)\.uk|(?:com|net|org)\.(?:au|cn|tw|br|sg|hk)|co\.(?:kr|nz|in|id|th))$"
)
_WORDS: Final = ("mail", "login", "support", "secure")


def split_domain(domain: str) -> tuple[str, str, str]:
    """Split into what stands before, the label people know, and the ending: ("www", "example", "co.jp")."""
    match = _SECOND_LEVEL.search("." + domain)
    ending = match.group(1) if match else domain.rpartition(".")[2]
    rest = domain.removesuffix(ending).rstrip(".")
    before, _, label = rest.rpartition(".")
    return before, label, ending


def lookalikes(domain: str) -> tuple[Lookalike, ...]:
    """Make the list for a domain in ASCII form: the likeliest first, at most MAX_NAMES, never the domain itself."""
    _, label, ending = split_domain(domain)
    if not label:
        return ()
    if label.startswith("xn--"):
        makers: tuple[Callable[[str, str], Iterator[tuple[str, Likeness]]], ...] = (_endings,)
    else:
        makers = (_signs, _scripts, _endings, _romaji, _words, _hyphens, _swapped, _left_out, _doubled, _keys)
    found: dict[str, Lookalike] = {}
    for maker in makers:
        made = 0
        for shown, how in maker(label, ending):
            name = read_domain(shown)
            # No kind of likeness may fill the list alone.
            if name is None or name == domain or name in found or made >= MAX_NAMES // 4:
                continue
            found[name] = Lookalike(domain=name, shown=shown, how=how)
            made += 1
    return tuple(found.values())[:MAX_NAMES]


_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789-"
_LONGEST_LABEL: Final = 40
_SHORTEST_DOMAIN: Final = 8


def near_domains(domain: str) -> tuple[str, ...]:
    """Every domain one letter or one look-alike sign away from this one, for comparing with what is known here.

    Some thousand names for a long label, none of which is ever asked for in DNS. Short domains are near to honest ones
    by chance; letters of other scripts are turned back into the Latin ones they look like.
    """
    try:
        shown = domain.encode("ascii").decode("idna").lower()
    except UnicodeError:
        shown = domain.lower()
    _, label, ending = split_domain(shown)
    latin = "".join(_TO_LATIN.get(sign, sign) for sign in label)
    if not label or len(label) > _LONGEST_LABEL or label.startswith("xn--"):
        return ()
    made = dict.fromkeys([latin] if latin != label else [])
    made |= dict.fromkeys(one for old, new in _SIGNS for one in _each(latin, old, new))
    if len(domain) >= _SHORTEST_DOMAIN:
        made |= dict.fromkeys(_one_letter_off(latin))
    made.pop(label, None)
    return tuple(f"{one}.{ending}" for one in made if one.isascii() and one.strip("-") == one and one)


def _one_letter_off(label: str) -> Iterator[str]:
    for at in range(len(label) + 1):
        head, tail = label[:at], label[at:]
        yield from (head + letter + tail for letter in _LETTERS)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in _LETTERS if letter != tail[0])
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def _each(label: str, old: str, new: str) -> Iterator[str]:
    at = label.find(old)
    while at >= 0:
        yield label[:at] + new + label[at + len(old) :]
        at = label.find(old, at + 1)


def _signs(label: str, ending: str) -> Iterator[tuple[str, Likeness]]:
    for old, new in _SIGNS:
        for made in _each(label, old, new):
            yield f"{made}.{ending}", Likeness.SIGN


def _scripts(label: str, ending: str) -> Iterator[tuple[str, Likeness]]:
    for latin, other in _SCRIPTS.items():
        for made in _each(label, latin, other):
            yield f"{made}.{ending}", Likeness.SCRIPT
    # Whole words in another script pass browsers' checks against mixing.
    if len(label) > 1 and all(sign in _SCRIPTS for sign in label):
        yield "".join(_SCRIPTS[sign] for sign in label) + f".{ending}", Likeness.SCRIPT


def _endings(label: str, ending: str) -> Iterator[tuple[str, Likeness]]:
    for other in _ENDINGS:
        if other != ending:
            yield f"{label}.{other}", Likeness.ENDING


def _romaji(label: str, ending: str) -> Iterator[tuple[str, Likeness]]:
    for one, other in _ROMAJI:
        for old, new in ((one, other), (other, one)) if len(other) > 1 else ((one, other),):
            for made in _each(label, old, new):
                yield f"{made}.{ending}", Likeness.ROMAJI
    for old, new in _ROMAJI_LONGER:
        for made in _each(label, old, new):
            yield f"{made}.{ending}", Likeness.ROMAJI


def _words(label: str, ending: str) -> Iterator[tuple[str, Likeness]]:
    for word in _WORDS:
        yield f"{label}-{word}.{ending}", Likeness.WORD


def _hyphens(label: str, ending: str) -> Iterator[tuple[str, Likeness]]:
    if "-" in label:
        yield f"{label.replace('-', '')}.{ending}", Likeness.HYPHEN
    if label.endswith("jp") and len(label) > 2 and "-" not in label[-3:]:
        yield f"{label[:-2]}-jp.{ending}", Likeness.HYPHEN
    # A dot lost or gained: wwwexample.com, and the ending of co.jp grown together.
    yield f"www{label}.{ending}", Likeness.HYPHEN
    if "." in ending:
        first, _, last = ending.partition(".")
        yield f"{label}{first}.{last}", Likeness.HYPHEN
        yield f"{label}-{first}.{last}", Likeness.HYPHEN


def _swapped(label: str, ending: str) -> Iterator[tuple[str, Likeness]]:
    for at in range(len(label) - 1):
        yield f"{label[:at]}{label[at + 1]}{label[at]}{label[at + 2 :]}.{ending}", Likeness.SWAPPED


def _left_out(label: str, ending: str) -> Iterator[tuple[str, Likeness]]:
    for at in range(len(label)):
        if len(label) > 3:
            yield f"{label[:at]}{label[at + 1 :]}.{ending}", Likeness.LEFT_OUT


def _doubled(label: str, ending: str) -> Iterator[tuple[str, Likeness]]:
    for at in range(len(label)):
        yield f"{label[:at]}{label[at]}{label[at:]}.{ending}", Likeness.DOUBLED


def _keys(label: str, ending: str) -> Iterator[tuple[str, Likeness]]:
    for at, sign in enumerate(label):
        for near in _KEYS.get(sign, ""):
            yield f"{label[:at]}{near}{label[at + 1 :]}.{ending}", Likeness.KEY


def skeleton(name: str) -> str:
    """Return a name with look-alike letters made one: two names with the same skeleton look alike."""
    flat = "".join(_TO_LATIN.get(sign, sign) for sign in name.lower())
    for old, new in (("rn", "m"), ("vv", "w"), ("1", "l"), ("i", "l"), ("0", "o"), ("5", "s"), ("cl", "d"), ("-", "")):
        flat = flat.replace(old, new)
    return flat
