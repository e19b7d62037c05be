"""Saving evidence in words: what goes into it, how it is kept, and what was saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sentwatch.core.phrase import N_, Phrase
from sentwatch.texts.render import render_trouble
from sentwatch.texts.words import Words

if TYPE_CHECKING:
    from sentwatch.service.evidence import Gathered, Saved


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceForm:
    """The words of the dialog before it begins."""

    title: str
    lead: str
    lock: str
    lock_detail: str
    passphrase: str
    passphrase_hint: str
    again: str
    empty: str
    differs: str
    show: str
    hide: str
    save: str
    cancel: str
    close: str
    reading: str
    where: str
    name: str
    locked_name: str
    patterns: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSaved:
    """What was saved, where, and what to write down."""

    title: str
    facts: Sequence[str]
    path_label: str
    path: str
    fingerprint_label: str
    fingerprint: str
    advice: str
    copy: str
    copied: str
    open_folder: str
    note: str


def evidence_form(words: Words, *, address: str, now: datetime) -> EvidenceForm:
    """What is asked before anything is written."""
    stamp = f"{now.astimezone(words.zone):%Y-%m-%d-%H%M}"
    name = f"sentwatch-evidence-{address.partition('@')[0] or 'mailbox'}-{stamp}"
    name = "".join(c for c in name if c.isalnum() or c in "-_.")[:80]
    return EvidenceForm(
        title=words(N_("Save evidence")),
        lead=words(
            N_(
                "Sentwatch reads the headers of the flagged hours once more, only looking, and writes them with the "
                "findings and the journal into one file. It is signed, so that anybody can see later that nothing was "
                "changed. Nothing is deleted in the mailbox, and nothing is sent anywhere."
            )
        ),
        lock=words(N_("Lock it with a passphrase")),
        lock_detail=words(N_("It holds names and addresses. Locked, it can go on a stick or by mail.")),
        passphrase=words(N_("Passphrase")),
        passphrase_hint=words(N_("Write it on paper: without it nobody can open the file again.")),
        again=words(N_("Once more")),
        empty=words(N_("Please enter a passphrase.")),
        differs=words(N_("The two are not the same.")),
        show=words(N_("Show")),
        hide=words(N_("Hide")),
        save=words(N_("Choose a place …")),
        cancel=words(N_("Cancel")),
        close=words(N_("Close")),
        reading=words(N_("Reading the headers of these hours …")),
        where=words(N_("Save evidence")),
        name=f"{name}.zip",
        locked_name=f"{name}.sentwatch",
        patterns=(words(N_("Zip files (*.zip)")), words(N_("Locked evidence (*.sentwatch)"))),
    )


def evidence_saved(gathered: Gathered, saved: Saved, words: Words) -> EvidenceSaved:
    """What came of it."""
    said = Phrase(
        text=N_("It holds the headers of {n} message, with its subject and its recipients."),
        plural=N_("It holds the headers of {n} messages, with their subjects and {recipients} addresses."),
        count="n",
        params={"n": gathered.messages, "recipients": gathered.recipients},
    )
    facts = [words(said)]
    if gathered.trouble is not None:
        seen = render_trouble(gathered.trouble, words)
        facts = [seen.title, words(N_("So only what Sentwatch had noted before is in it.")), seen.do_first]
    return EvidenceSaved(
        title=words(N_("The evidence is saved."))
        if gathered.trouble is None
        else words(N_("Saved, but the mailbox itself could not be read.")),
        facts=tuple(facts),
        path_label=words(N_("Where it lies")),
        path=str(saved.path),
        fingerprint_label=words(N_("Fingerprint of the key")),
        fingerprint=saved.fingerprint,
        advice=words(N_("Write the fingerprint down somewhere else: it proves later that nothing was changed.")),
        copy=words(N_("Copy")),
        copied=words(N_("Copied")),
        open_folder=words(N_("Show in folder")),
        note=words(
            N_("Saved as {name}; fingerprint {fingerprint}"), name=saved.path.name, fingerprint=saved.fingerprint
        ),
    )
