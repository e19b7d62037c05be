"""What each sign in a suspicious mail means, how it may be harmless, and what to do about it."""

from __future__ import annotations

from typing import Final

from sentwatch.core.findings import FindingKind, Severity
from sentwatch.core.phrase import N_

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
