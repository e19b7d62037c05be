"""Which words of one's own life stand in a password: address, names, company, provider, also disguised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from sentwatch.core.japanese_surnames import surname_in
from sentwatch.core.passwords import OwnWord, Password, PasswordOwner
from sentwatch.core.romaji import folded, is_kana, typed_form

MIN_INSIDE: Final = 4
"""Shorter words turn up by chance inside others; they count where nothing but digits and signs stands beside them."""
MIN_STANDING: Final = 3
MIN_JAPANESE: Final = 2
"""Two kanji are a whole surname."""

# Each substitute with every letter it commonly stands for.
_DISGUISES: Final = (
    str.maketrans("0134578@$!+|€", "oieastbasitle"),
    str.maketrans("0134579@$!+|6", "olzasbgaslilb"),
)

_LEGAL_FORMS: Final = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|一般財団法人|公益社団法人|公益財団法人|医療法人|学校法人"
    r"|社会福祉法人|特定非営利活動法人|事務所|\(株\)|\(有\)|\b(?:inc|ltd|llc|llp|gmbh|corp|corporation|company|co|kk|plc"
    r"|ag|sa|limited|incorporated|holdings|group)\b",
)
# Part of nearly every address or company; standing alone they say nothing of the owner.
_NOBODYS: Final = frozenset(
    {"com", "net", "org", "mail", "email", "imap", "smtp", "www", "the", "and", "for", "gmbh", "office", "co", "ne"}
)
_WORDS: Final = re.compile(r"[^\W\d_]+")


def own_words_in(password: Password, owner: PasswordOwner) -> tuple[OwnWord, ...]:
    """Return whose words the password holds, each kind once, in the order of the enum."""
    views = _views(password)
    words = {
        OwnWord.ADDRESS: _address_words(owner.addresses),
        OwnWord.NAME: _name_words(owner.names),
        OwnWord.COMPANY: _name_words(owner.companies),
        OwnWord.PROVIDER: _name_words(owner.providers),
    }
    return tuple(kind for kind, forms in words.items() if any(_stands_in(form, views) for form in forms))


def forms_of(owner: PasswordOwner) -> tuple[str, ...]:
    """Return all words of the owner, for a judge of strength that takes words known to the attacker."""
    found = (
        *_address_words(owner.addresses),
        *_name_words(owner.names),
        *_name_words(owner.companies),
        *_name_words(owner.providers),
    )
    return tuple(dict.fromkeys(found))


def _views(password: Password) -> frozenset[str]:
    """Return the ways to read the password: as it is, undisguised, without separators, and all of that backwards."""
    plain = _simple(password.normalised)
    read = {plain, typed_form(plain), *(plain.translate(table) for table in _DISGUISES)}
    read |= {re.sub(r"[^\w]|_", "", view) for view in read}
    read |= {view[::-1] for view in read}
    return frozenset(read | {folded(view) for view in read})


def _stands_in(form: str, views: Iterable[str]) -> bool:
    spellings = {form, folded(form)} if form.isascii() else {form}
    if len(form) >= (MIN_INSIDE if form.isascii() else MIN_JAPANESE):
        return any(spelling in view for spelling in spellings for view in views)
    return any(_stands_alone(spelling, view) for spelling in spellings for view in views)


def _stands_alone(word: str, view: str) -> bool:
    start = view.find(word)
    while start >= 0:
        before, after = view[:start][-1:], view[start + len(word) :][:1]
        if not before.isalpha() and not after.isalpha():
            return True
        start = view.find(word, start + 1)
    return False


def _address_words(addresses: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for address in addresses:
        local, _, domain = _simple(address).rpartition("@")
        local = local or domain
        tagless = local.partition("+")[0]
        found += [local, tagless, re.sub(r"[^\w]|_", "", tagless), *_WORDS.findall(tagless)]
        if "@" in address:
            # The last label is the registry's, not the owner's; the first of the rest may be the provider's too.
            found += [word for label in domain.split(".")[:-1] for word in (label, *_WORDS.findall(label))]
    return _useful(found)


def _name_words(names: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        bare = _LEGAL_FORMS.sub(" ", _simple(name))
        words = _WORDS.findall(bare)
        found += [*words, "".join(words), "".join(reversed(words))]
        for word in words:
            found += _japanese_forms(word)
    return _useful(found)


def _japanese_forms(word: str) -> Iterator[str]:
    if is_kana(word):
        yield typed_form(word)
        return
    reading = None if word.isascii() else surname_in(word)
    if reading is not None:
        yield reading


def _useful(words: Iterable[str]) -> tuple[str, ...]:
    kept = (word for word in words if word not in _NOBODYS)
    least = {True: MIN_STANDING, False: MIN_JAPANESE}
    return tuple(dict.fromkeys(word for word in kept if len(word) >= least[word.isascii()]))


def _simple(text: str) -> str:
    """Return NFKC in lower case, Latin letters without accents (Müller is typed Muller as well)."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(sign for sign in unicodedata.normalize("NFD", wide) if not "\u0300" <= sign <= "\u036f")
    return unicodedata.normalize("NFC", bare)
