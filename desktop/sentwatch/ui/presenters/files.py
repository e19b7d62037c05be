"""Looking at mail in files, in words: what can be given, what was found, and that nothing is kept."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime

from sentwatch.core.accounts import Account
from sentwatch.core.history import SentHistory
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.report import Report
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef, Known
from sentwatch.ui.presenters.findings import letter_for
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.letter import LetterView
from sentwatch.ui.presenters.overview import UnseenView, headline, unseen
from sentwatch.ui.presenters.sending import SendingView, sending
from sentwatch.ui.presenters.times import dotted


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesView:
    """What does not depend on what was found."""

    header: HeaderView
    drop: str
    forms: str
    file: str
    folder: str
    other: str
    close: str
    cancel: str
    again: str
    whose: str
    address: str
    address_hint: str
    address_wrong: str
    file_filter: str
    which: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundInFiles:
    """What came of one file or folder."""

    header: HeaderView
    facts: str
    sending: SendingView
    unseen: UnseenView | None


def files(words: Words) -> FilesView:
    """Before anything was looked at, and around what was."""
    return FilesView(
        header=HeaderView(
            sentence=words(N_("Look at mail in files")),
            detail=words(N_("Nothing of it is kept: what was seen is forgotten when you close this.")),
        ),
        drop=words(N_("Drop a file or a folder with mail here.")),
        forms=words(
            N_(
                "An mbox file (Thunderbird, Google Takeout, Apple Mail), a Maildir, a folder of .eml files, or a log "
                "from your provider as CSV."
            )
        ),
        file=words(N_("Choose a file …")),
        folder=words(N_("Choose a folder …")),
        other=words(N_("Look at others")),
        close=words(N_("Close")),
        cancel=words(N_("Cancel")),
        again=words(N_("Look again")),
        whose=words(N_("Whose mail is it?")),
        address=words(N_("Mail address")),
        address_hint=words(N_("What this address wrote counts as sent.")),
        address_wrong=words(N_("Write the whole address, for example name@example.com.")),
        file_filter=words(N_("All files")),
        which=words(N_("File or folder")),
    )


def found_in_files(
    path: str, report: Report, owner: Account, history: SentHistory | None, words: Words, *, now: datetime
) -> FoundInFiles:
    """What came of one of them."""
    known = known_of(report, owner)
    return FoundInFiles(
        header=HeaderView(sentence=words(headline(known)), detail=dotted(name_of(path), words(N_("nothing is kept")))),
        facts=_facts(owner, history, words),
        sending=sending(known, words, now=now),
        unseen=unseen(known, words),
    )


def known_of(report: Report, owner: Account) -> Known:
    """What is known while this is shown: the one report, of the one mailbox."""
    return Known(accounts=(owner,), reports=(report,))


def letter_in_files(
    ref: FindingRef, report: Report, owner: Account, words: Words, *, now: datetime
) -> LetterView | None:
    """The letter of a finding; without the question for an answer, as nothing would keep it."""
    found = letter_for(ref, known_of(report, owner), words, now=now)
    return replace(found, answers=None) if found is not None else None


def name_of(path: str) -> str:
    """The name of a file or folder, without the way to it; names that are no text are shown as well as can be."""
    shown = os.path.basename(path.rstrip("/\\")) or path  # noqa: PTH119 - a name as it is
    return shown.encode("utf-8", "replace").decode("utf-8")


def _facts(owner: Account, history: SentHistory | None, words: Words) -> str:
    whose = words(N_("Mail of {address}"), address=owner.address) if owner.address else ""
    if history is None:
        return whose
    sent = Phrase(
        text=N_("{n} sent message"), plural=N_("{n} sent messages"), count="n", params={"n": history.messages}
    )
    since = words(N_("from {first:date} on"), first=history.first_at) if history.first_at is not None else ""
    return dotted(whose, words(sent), since)
