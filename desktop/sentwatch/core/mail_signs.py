"""The signs in a suspicious mail, each as a finding with harmless explanations; there is no verdict."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Final

from sentwatch.core.check import Checked
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.lookalikes import skeleton
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

_ASK_SENDER = N_("Ask the sender by phone, with a number from your own records.")
_DO_NOT_OPEN = N_("Do not click, open or answer until you have asked.")


def _kind(
    code: str,
    severity: Severity,
    title: str,
    why: str,
    harmless: str,
    *,
    how: str = _ASK_SENDER,
    do_first: str = _DO_NOT_OPEN,
) -> FindingKind:
    return FindingKind(
        code=f"office.mail-{code}",
        severity=severity,
        title=title,
        why=why,
        harmless=(harmless,),
        how_to_check=how,
        do_first=(do_first,),
    )


AUTH_FAILED = _kind(
    "sender-not-confirmed",
    Severity.WARNING,
    N_("Your mail server could not confirm that this mail is from {domain}."),
    N_("The checks for the sender failed ({results}). Forged mail looks like this."),
    N_("Forwarding and mailing lists break the checks of honest mail, and small senders set them up wrongly."),
)
OWN_NAME = _kind(
    "own-domain-forged",
    Severity.WARNING,
    N_("This mail claims to come from your own domain {domain}, and the checks failed."),
    N_("Fraud mail to an office often seems to come from the office itself."),
    N_("A printer, a form on your website or a newsletter service may send in your name without being set up for it."),
    how=N_("Ask the colleague named as the sender in person."),
)
LOOKALIKE = _kind(
    "lookalike-sender",
    Severity.WARNING,
    N_("The sender's domain {domain} looks like {real}, and is another one."),
    N_("Names that differ by a letter are registered for fraud, and pass all technical checks."),
    N_("Two companies can have similar names."),
    how=N_("Compare the two names letter by letter, in a large typeface."),
)
NAME_TRICK = _kind(
    "name-shows-other-address",
    Severity.WARNING,
    N_("The sender's name shows “{shown}”, but the mail is from {address}."),
    N_("Many programs show only the name, so that the real address is not seen."),
    N_("Ticket systems and mailing lists put the writer's address into the name."),
    how=N_("Let your program show the full address of the sender."),
)
PERSON = _kind(
    "known-name-other-address",
    Severity.WARNING,
    N_("The sender calls themselves “{name}”, like somebody you know, but writes from {address}."),
    N_("Orders in the name of a superior from an unknown address are a common way to get money sent."),
    N_("The person may be using a private address, or have the same name."),
)
SEVERAL_SENDERS = _kind(
    "several-senders",
    Severity.NOTICE,
    N_("This mail names more than one sender: {addresses}."),
    N_("Programs show one of them and check another."),
    N_("A few programs for shared mailboxes write it so."),
)
REPLY_ELSEWHERE = _kind(
    "answers-go-elsewhere",
    Severity.NOTICE,
    N_("An answer to this mail would go to {reply_to}, not to {domain}."),
    N_("Whoever forges a sender wants the answers all the same, and leads them to an address of their own."),
    N_("Newsletters, shops and ticket systems do this all the time."),
)
LINK_DIFFERS = _kind(
    "link-leads-elsewhere",
    Severity.WARNING,
    N_("A link shows {shown} and leads to {host}."),
    N_("What a link shows is only text. A false page behind it can look exactly like the real one."),
    N_("Newsletter services count clicks by such detours."),
    how=N_("Type the address that you know into the browser yourself."),
)
LINK_ODD = _kind(
    "link-odd",
    Severity.NOTICE,
    N_("A link leads to an unusual kind of address: {target}"),
    N_("Bare numbers, letters of other scripts, log-in names and shorteners hide where a link leads."),
    N_("Shorteners are also used in honest invitations, and Japanese domains have names in Japanese."),
    how=N_("Type the address that you know into the browser yourself."),
)
FORM_INSIDE = _kind(
    "form-inside",
    Severity.WARNING,
    N_("This mail itself contains a form to fill in."),
    N_("Honest senders lead to their page for that; forms inside mails are used to collect passwords."),
    N_("Some surveys do it."),
)
FILE_RUNS = _kind(
    "attachment-runs",
    Severity.WARNING,
    N_("The attachment “{name}” is of a kind that can run programs on your computer."),
    N_("Malware that steals passwords comes by files like this."),
    N_("Somebody may really be sending you a program; that is rare."),
)
FILE_DISGUISED = _kind(
    "attachment-disguised",
    Severity.WARNING,
    N_("The attachment “{name}” hides what it is by its name."),
    N_("It looks like a document and is something else."),
    N_("Some programs add a second ending by mistake."),
)
FILE_MACROS = _kind(
    "attachment-macros",
    Severity.WARNING,
    N_("The document “{name}” can contain macros."),
    N_("Macros are small programs; once allowed, they fetch malware."),
    N_("Calculations and forms in offices use macros too."),
    do_first=N_("Open it only after asking the sender, and do not allow macros."),
)
FILE_PAGE = _kind(
    "attachment-page",
    Severity.WARNING,
    N_("The attachment “{name}” is a web page."),
    N_("Opened, it can show a false sign-in page without any address that looks wrong."),
    N_("Encrypted mail of banks and insurers comes as a page at times."),
)
FILE_LOCKED = _kind(
    "attachment-locked",
    Severity.NOTICE,
    N_("The archive “{name}” wants a password."),
    N_("What is locked cannot be looked at by malware filters; the password usually stands in the same mail."),
    N_("Many offices in Japan still send files like this."),
    do_first=N_("Ask the sender by phone whether they have sent it, and propose another way for files."),
)
FILE_ARCHIVE = _kind(
    "attachment-archive",
    Severity.INFO,
    N_("The archive “{name}” is attached."),
    N_("Malware often comes packed, so that filters see less."),
    N_("Several documents are sent packed every day."),
)
PRESSURE = _kind(
    "presses",
    Severity.NOTICE,
    N_("The mail presses you to act quickly or threatens with a loss."),
    N_("Whoever is hurried does not check."),
    N_("Honest reminders press too."),
)
PAYMENT = _kind(
    "about-money",
    Severity.NOTICE,
    N_("The mail is about payments or changed bank details."),
    N_("False invoices and “new accounts” are the most expensive kind of fraud mail."),
    N_("Invoices come by mail every day."),
    do_first=N_("Confirm changed bank details by a call to a number you already have, before anything is paid."),
)
SECRETS = _kind(
    "asks-for-log-in",
    Severity.NOTICE,
    N_("The mail asks you to sign in, to confirm an account, or for a code."),
    N_("This is how passwords are collected."),
    N_("Providers do write when somebody signs in from a new device."),
    how=N_("Open the provider's page yourself and look whether it says the same."),
)
FIRST_CONTACT = _kind(
    "first-contact",
    Severity.INFO,
    N_("{address} has not written to this mailbox before."),
    N_("With somebody new there is nothing to compare with."),
    N_("Everybody writes for the first time once."),
)

KINDS: Final = (
    AUTH_FAILED,
    OWN_NAME,
    LOOKALIKE,
    NAME_TRICK,
    PERSON,
    SEVERAL_SENDERS,
    REPLY_ELSEWHERE,
    LINK_DIFFERS,
    LINK_ODD,
    FORM_INSIDE,
    FILE_RUNS,
    FILE_DISGUISED,
    FILE_MACROS,
    FILE_PAGE,
    FILE_LOCKED,
    FILE_ARCHIVE,
    PRESSURE,
    PAYMENT,
    SECRETS,
    FIRST_CONTACT,
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


def signs(mail: SuspiciousMail, known: Known) -> Checked:
    """Find the signs. That a mail without signs can be false stands beside every result."""
    notes = trusted_notes(mail, known)
    limits: list[Phrase] = [phrase(NO_VERDICT)]
    if not notes:
        limits.append(
            phrase(N_("The checks for the sender could not be seen: no note of your own mail server was found."))
        )
    if known.senders is None:
        limits.append(phrase(N_("Whether this sender wrote before was not compared.")))
    if mail.is_cut:
        limits.append(phrase(N_("Part of the mail was too large or too odd to be read.")))
    found = [
        *_sender_signs(mail, known, notes),
        *_link_signs(mail),
        *(sign for each in mail.attachments for sign in _attachment_signs(each)),
        *_word_signs(mail),
    ]
    return Checked(findings=tuple(found), limits=tuple(limits))


def _sender_signs(mail: SuspiciousMail, known: Known, notes: tuple[ServerNote, ...]) -> Iterator[Finding]:
    sender = mail.senders[0] if mail.senders else Mailbox(name="", address="")
    if len({box.address for box in mail.senders}) > 1:
        addresses = tuple(box.address for box in mail.senders[:5])
        yield Finding(kind=SEVERAL_SENDERS, subject="from", params={"addresses": addresses})
    failed = _failed(notes)
    if failed and sender.domain:
        kind = OWN_NAME if sender.domain in known.own_domains else AUTH_FAILED
        yield Finding(kind=kind, subject=sender.domain, params={"domain": sender.domain, "results": failed})
    yield from _lookalike(sender, known)
    yield from _name_signs(sender, known)
    away = [box for box in mail.reply_to if box.domain and org(box.domain) != org(sender.domain)]
    if away and sender.domain:
        params = {"reply_to": away[0].address, "domain": sender.domain}
        yield Finding(kind=REPLY_ELSEWHERE, subject=away[0].address, params=params)
    if known.senders is not None and sender.address and sender.address not in known.senders:
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


def _lookalike(sender: Mailbox, known: Known) -> Iterator[Finding]:
    domain = org(_unicode(sender.domain))
    if not domain:
        return
    real = {org(each) for each in known.own_domains}
    real |= {org(address.rpartition("@")[2]) for address in known.senders or ()}
    if org(sender.domain) in real:
        return
    shape = skeleton(domain)
    like = next(
        (each for each in sorted(real) if each and (skeleton(each) == shape or _is_one_off(each, domain))), None
    )
    if like is not None:
        params = {"domain": sender.domain, "real": like}
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
