"""Use case: save the evidence of an incident, signed, and look later whether it is still what was saved."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from sentwatch import __version__
from sentwatch.adapters.evidence_box import read_box, write_folder, write_locked, write_zip
from sentwatch.adapters.evidence_manifest import is_signed, manifest_bytes, read_manifest, signature_text
from sentwatch.core.accounts import Account
from sentwatch.core.evidence import MANIFEST, SIGNATURE, Manifest, Verdict, compared, fingerprint, listed
from sentwatch.core.incident_report import IncidentReport
from sentwatch.core.mail_window import MailWindow, recipients_of
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.trouble import EVIDENCE_UNREADABLE, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import MailPort
from sentwatch.ports.seal import Signer
from sentwatch.service.mail_window import read_window
from sentwatch.texts.evidence_files import json_file, messages_csv, messages_json, read_me, returned_json
from sentwatch.texts.incident_json import incident_json
from sentwatch.texts.render import render_trouble
from sentwatch.texts.report_json import Json, finding_json_of, iso
from sentwatch.texts.words import Words

PROGRAM: Final = f"Sentwatch {__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What can be saved now. `trouble` says why the mailbox itself was not read."""

    account: Account
    report: IncidentReport
    windows: tuple[MailWindow, ...]
    made_at: datetime
    trouble: Trouble | None = None

    @property
    def messages(self) -> int:
        """Messages whose headers are in it."""
        return sum(len(window.messages or ()) for window in self.windows)

    @property
    def recipients(self) -> int:
        """Different addresses that stand in it in plain text."""
        return len(recipients_of(one for window in self.windows for one in window.messages or ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Where it was saved, and what to compare by phone."""

    path: Path
    fingerprint: str
    names: tuple[str, ...]


def gather(
    account: Account,
    report: IncidentReport,
    windows: tuple[MailWindow, ...],
    mail: MailPort | Trouble,
    *,
    cancel: CancelToken,
) -> Gathered:
    """Read the windows from the mailbox, as far as it can be read; what the ledger knows is there in any case."""
    trouble = mail if isinstance(mail, Trouble) else None
    if not isinstance(mail, Trouble):
        try:
            windows = tuple(read_window(mail, window, cancel=cancel) for window in windows)
        except Trouble as met:
            trouble = met
    report = replace(report, windows=windows, names_recipients=True)
    return Gathered(account=account, report=report, windows=windows, made_at=report.made_at, trouble=trouble)


def save(gathered: Gathered, path: Path, *, signer: Signer, words: Words, passphrase: str | None = None) -> Saved:
    """Write everything to a new folder, a zip (`.zip`), or, with a passphrase, one locked file.

    Raises Trouble FILE_IN_THE_WAY where something is there already, and FILE_UNWRITABLE.
    """
    files = _files(gathered, signer=signer, words=words)
    manifest = Manifest(made_at=gathered.made_at, program=PROGRAM, files=listed(files), public_key=signer.public_key)
    text = manifest_bytes(manifest)
    whole = {**files, MANIFEST: text, SIGNATURE: signature_text(signer.sign(text))}
    if passphrase:
        write_locked(path, whole, made_at=gathered.made_at, passphrase=passphrase)
    elif path.suffix.lower() == ".zip":
        write_zip(path, whole, made_at=gathered.made_at)
    else:
        write_folder(path, whole)
    return Saved(path=path, fingerprint=fingerprint(signer.public_key), names=tuple(sorted(whole)))


def verify(path: Path, *, own_key: bytes | None, passphrase: str | None = None) -> Verdict:
    """Compare saved evidence with its list and its signature. `own_key` is the key of the store here, if there is one.

    Raises Trouble EVIDENCE_… where it cannot be read at all.
    """
    files = read_box(path, passphrase=passphrase)
    text, signature = files.pop(MANIFEST, b""), files.pop(SIGNATURE, b"")
    manifest = read_manifest(text)
    if manifest is None:
        reason = phrase(N_("its list (manifest.json) is missing or damaged"))
        raise Trouble(EVIDENCE_UNREADABLE, path=str(path), reason=reason)
    return compared(manifest, files, is_signed=is_signed(text, signature, manifest.public_key), own_key=own_key)


def _files(gathered: Gathered, *, signer: Signer, words: Words) -> dict[str, bytes]:
    report = gathered.report
    made: dict[str, bytes] = {
        "messages.json": json_file(messages_json(gathered.windows)),
        "messages.csv": messages_csv(gathered.windows),
        "incident.json": json_file(incident_json(replace(report, notices=(), clocks=()), words)),
        "findings.json": json_file(_findings(report, words)),
        "about.json": json_file(_about(gathered)),
    }
    if report.returned is not None:
        made["returned.json"] = json_file(returned_json(report.returned))
    not_read = render_trouble(gathered.trouble, words).title if gathered.trouble else None
    made["readme.txt"] = read_me(
        words.for_zone(gathered.account.time_zone),
        account=gathered.account.address,
        made_at=gathered.made_at,
        fingerprint=fingerprint(signer.public_key),
        not_read=not_read,
        names=tuple(made),
    )
    return made


def _findings(report: IncidentReport, words: Words) -> dict[str, Json]:
    return {
        "schema": 1,
        "findings": [
            {**finding_json_of(one.finding, words), "first_seen": iso(one.first_seen)} for one in report.findings
        ],
    }


def _about(gathered: Gathered) -> Mapping[str, Json]:
    account = gathered.account
    return {
        "schema": 1,
        "saved_at": iso(gathered.made_at),
        "account": account.address,
        "server": account.host,
        "time_zone": account.time_zone,
        "program": PROGRAM,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "clock": "the clock of the computer that saved it, not compared with another one",
        "mailbox_read": gathered.trouble is None,
        "mailbox_trouble": gathered.trouble.kind.code if gathered.trouble else None,
    }
