"""The signs in a suspicious mail, each as a finding with harmless explanations; there is no verdict."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sentwatch.core.check import Checked
from sentwatch.core.findings import Evidence, Finding, FindingKind
from sentwatch.core.lookalikes import skeleton
from sentwatch.core.mail_sign_kinds import (
    AUTH_FAILED,
    FILE_ARCHIVE,
    FILE_DISGUISED,
    FILE_LOCKED,
    FILE_MACROS,
    FILE_PAGE,
    FILE_RUNS,
    FIRST_CONTACT,
    FORM_INSIDE,
    LINK_DIFFERS,
    LINK_ODD,
    LOOKALIKE,
    NAME_TRICK,
    OWN_NAME,
    PAYMENT,
    PERSON,
    PRESSURE,
    REPLY_ELSEWHERE,
    SECRETS,
    SEVERAL_SENDERS,
)
from sentwatch.core.mail_words import words_in
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.suspicious_mail import (
    NO_VERDICT,
    Attachment,
    Known,
    Link,
    Mailbox,
    ServerNote,
    SuspiciousMail,
    org,
    results_of,
    trusted_notes,
)

CODE: Final = "office.suspicious-mail"
TITLE: Final = N_("Signs in this mail")

# Endings Windows or macOS run, and those in which such files are hidden from its marks (Microsoft's list of blocked
# attachment types in Outlook; general knowledge).
_RUNS: Final = frozenset(
    [
        "exe",
        "scr",
        "com",
        "pif",
        "bat",
        "cmd",
        "ps1",
        "vbs",
        "vbe",
        "js",
        "jse",
        "wsf",
        "wsh",
        "hta",
        "msi",
        "msp",
        "lnk",
        "url",
        "jar",
        "reg",
        "cpl",
        "chm",
        "scf",
        "iso",
        "img",
        "vhd",
        "vhdx",
        "one",
        "dmg",
        "pkg",
        "app",
        "command",
        "apk",
        "xll",
        "settingcontent-ms",
        "library-ms",
    ]
)
_MACRO_NAMES: Final = frozenset(["docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm"])
_PAGES: Final = frozenset(["htm", "html", "shtml", "xhtml", "mht", "mhtml", "svg"])
_ARCHIVES: Final = frozenset(["zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "cab", "ace", "lzh", "lha", "zipx"])
_DOCUMENTS: Final = frozenset(
    ["pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "jpg", "jpeg", "png", "gif", "csv", "zip"]
)
_HIDING: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_SHORTENERS: Final = frozenset(
    [
        "bit.ly",
        "tinyurl.com",
        "t.co",
        "is.gd",
        "goo.gl",
        "ow.ly",
        "buff.ly",
        "cutt.ly",
        "rebrand.ly",
        "tiny.cc",
        "x.gd",
        "urx.blue",
    ]
)
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6})")
_SHOWN_HOST: Final = re.compile(
    r"(?:https?://|www\.|\b)([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6})(?=[/:?#\s]|$)"
)
_ENDINGS: Final = re.compile(r"\.(com|net|org|jp|info|biz|co|io|de|uk|fr|eu|us|cn|kr|gov|edu)$", re.IGNORECASE)


def signs(mail: SuspiciousMail, known: Known, *, now: datetime) -> Checked:
    """Find the signs. That a mail without signs can be false stands beside every result."""
    notes = trusted_notes(mail, known)
    limits: list[Phrase] = [phrase(NO_VERDICT)]
    if not mail.has_header:
        limits.append(phrase(N_("Only the text was given: its sender and attachments could not be looked at.")))
    elif not notes:
        limits.append(
            phrase(N_("The checks for the sender could not be seen: no note of your own mail server was found."))
        )
    if known.met is None and mail.has_header:
        limits.append(phrase(N_("Whether this sender wrote before was not compared.")))
    if mail.is_cut:
        limits.append(phrase(N_("Part of the mail was too large or too odd to be read.")))
    found = [
        *_sender_signs(mail, known, notes, now=now),
        *_link_signs(mail),
        *(sign for each in mail.attachments for sign in _attachment_signs(each)),
        *_word_signs(mail),
    ]
    return Checked(findings=tuple(found), limits=tuple(limits))


def _sender_signs(
    mail: SuspiciousMail, known: Known, notes: tuple[ServerNote, ...], *, now: datetime
) -> Iterator[Finding]:
    sender = mail.senders[0] if mail.senders else Mailbox(name="", address="")
    if len({box.address for box in mail.senders}) > 1:
        addresses = tuple(box.address for box in mail.senders[:5])
        yield Finding(kind=SEVERAL_SENDERS, subject="from", params={"addresses": addresses})
    failed = _failed(notes)
    if failed and sender.domain:
        kind = OWN_NAME if sender.domain in known.own_domains else AUTH_FAILED
        yield Finding(kind=kind, subject=sender.domain, params={"domain": sender.domain, "results": failed})
    yield from _lookalike(sender, known, now=now)
    yield from _name_signs(sender, known)
    away = [box for box in mail.reply_to if box.domain and org(box.domain) != org(sender.domain)]
    if away and sender.domain:
        params = {"reply_to": away[0].address, "domain": sender.domain}
        yield Finding(kind=REPLY_ELSEWHERE, subject=away[0].address, params=params)
    if known.met is not None and sender.address and not known.met.has_met:
        yield Finding(kind=FIRST_CONTACT, subject=sender.address, params={"address": sender.address})


def _failed(notes: tuple[ServerNote, ...]) -> tuple[str, ...]:
    """Return what failed; empty where the sender was confirmed or nothing can be said."""
    dmarc = results_of(notes, "dmarc")
    others = (*results_of(notes, "spf"), *results_of(notes, "dkim"))
    if any(result.result == "pass" for result in dmarc):
        return ()
    if any(result.result == "fail" for result in dmarc):
        return tuple(f"{each.method}={each.result}" for each in (*dmarc, *others))
    # Without DMARC, a failed check counts only where no other passed.
    bad = {"fail", "softfail", "permerror"}
    if others and all(result.result in bad for result in others):
        return tuple(f"{each.method}={each.result}" for each in others)
    return ()


def _lookalike(sender: Mailbox, known: Known, *, now: datetime) -> Iterator[Finding]:
    domain = org(_unicode(sender.domain))
    own = {org(each) for each in known.own_domains}
    if not domain or org(sender.domain) in own:
        return
    if known.met is not None and known.met.is_well_known(now):
        return
    shape = skeleton(domain)
    real = next((each for each in sorted(own) if each and (skeleton(each) == shape or _is_one_off(each, domain))), None)
    if real is None and known.met is not None and known.met.alike:
        real = known.met.alike[0].rpartition("@")[2]
    if real is not None:
        params = {"domain": sender.domain, "real": real}
        yield Finding(kind=LOOKALIKE, subject=sender.domain, params=params)


def _unicode(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def _is_one_off(one: str, other: str) -> bool:
    """Whether two names of some length differ by one letter, or by two that changed places."""
    if min(len(one), len(other)) < 8 or abs(len(one) - len(other)) > 1 or one == other:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest_one, rest_other = one[at:], other[at:]
    swapped = rest_one[:2] == rest_other[:2][::-1] and rest_one[2:] == rest_other[2:]
    return swapped or rest_one[1:] == rest_other[1:] or rest_one[1:] == rest_other or rest_one == rest_other[1:]


def _name_signs(sender: Mailbox, known: Known) -> Iterator[Finding]:
    shown = _ADDRESS.search(sender.name)
    if shown is not None and org(shown.group(1).lower()) != org(sender.domain):
        params = {"shown": shown.group(0), "address": sender.address}
        yield Finding(kind=NAME_TRICK, subject=sender.address, params=params)
    name = " ".join(sender.name.lower().split())
    real = [address for person, address in known.people if person == name]
    if name and real and sender.address not in real:
        params = {"name": sender.name, "address": sender.address}
        yield Finding(kind=PERSON, subject=sender.address, params=params)


def _link_signs(mail: SuspiciousMail) -> Iterator[Finding]:
    seen: set[str] = set()
    for link in mail.links:
        shown = _shown_host(link.text)
        if shown and link.host and org(shown) != org(link.host):
            if link.host not in seen:
                evidence = (Evidence(label=N_("Leads to"), value=unclickable(link.target)),)
                params = {"shown": shown, "host": link.host}
                yield Finding(kind=LINK_DIFFERS, subject=f"{shown}>{link.host}", params=params, evidence=evidence)
        elif _is_odd(link) and link.host not in seen:
            yield Finding(
                kind=LINK_ODD, subject=link.host or link.target[:80], params={"target": unclickable(link.target)}
            )
        seen.add(link.host)
    if mail.asks_in_a_form:
        yield Finding(kind=FORM_INSIDE, subject="form")


def unclickable(target: str) -> str:
    """Write an address so that terminals and mail programs, which make links of what looks like one, do not."""
    return target.replace("://", "[://]")[:300]


def _shown_host(text: str) -> str:
    """Return the host a link's text shows, empty where it shows none (a file name is none)."""
    match = _SHOWN_HOST.search(text.strip().lower())
    if match is None:
        return ""
    host = match.group(1)
    is_written_out = match.group(0).startswith(("http", "www."))
    return host if is_written_out or _ENDINGS.search(host) else ""


def _is_odd(link: Link) -> bool:
    target = link.target.strip().lower()
    if target.startswith(("data:", "javascript:", "vbscript:", "file:")):
        return True
    if "xn--" in link.host or org(link.host) in _SHORTENERS:
        return True
    if re.match(r"https?://[^/?#]{0,200}@", target):
        return True
    try:
        ipaddress.ip_address(link.host.strip("[]"))
    except ValueError:
        return False
    return True


def _attachment_signs(file: Attachment) -> Iterator[Finding]:
    names = (file.name, *file.inside)
    for name in names:
        kind = _kind_of_file(name, is_inside=name != file.name, mime=file.kind if name == file.name else "")
        if kind is not None:
            inside = (Evidence(label=N_("Inside the archive"), value=name),) if name != file.name else ()
            yield Finding(kind=kind, subject=file.name, params={"name": file.name}, evidence=inside)
            return
    if file.is_locked:
        yield Finding(kind=FILE_LOCKED, subject=file.name, params={"name": file.name})
    elif _ending(file.name) in _ARCHIVES:
        shown = (Evidence(label=N_("Inside the archive"), value=file.inside[:12]),) if file.inside else ()
        yield Finding(kind=FILE_ARCHIVE, subject=file.name, params={"name": file.name}, evidence=shown)


def _ending(name: str) -> str:
    return name.rstrip(" .").rpartition(".")[2].lower() if "." in name else ""


def _kind_of_file(name: str, *, is_inside: bool, mime: str) -> FindingKind | None:
    ending = _ending(name)
    before = name.rstrip(" .").rpartition(".")[0].rpartition(".")[2].strip().lower()
    if _HIDING.search(name) or (ending in _RUNS | _PAGES and before in _DOCUMENTS) or re.search(r"\s{5,}\.", name):
        return FILE_DISGUISED
    if ending in _RUNS:
        return FILE_RUNS
    if ending in _PAGES or (mime in {"text/html", "image/svg+xml"} and not is_inside):
        return FILE_PAGE
    if ending in _MACRO_NAMES or "macroenabled" in mime:
        return FILE_MACROS
    return None


def _word_signs(mail: SuspiciousMail) -> Iterator[Finding]:
    found = words_in(f"{mail.subject}\n{mail.text}")
    for kind, words in ((PRESSURE, found.pressure), (PAYMENT, found.payment), (SECRETS, found.log_in)):
        if words:
            yield Finding(kind=kind, subject="words", evidence=(Evidence(label=N_("Words"), value=words[:8]),))
