"""The files of saved evidence: header facts as JSON and as a table for spreadsheets, findings, and what it all is."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from sentwatch.core.bounces import Returned
from sentwatch.core.encoded_words import decoded
from sentwatch.core.history import moment
from sentwatch.core.mail_window import KnownMessage, MailWindow
from sentwatch.core.phrase import N_
from sentwatch.core.sent import SentMessage
from sentwatch.texts.report_json import Json, iso
from sentwatch.texts.words import Words

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "sent_at", "date_header", "from", "recipients", "recipient_count", "subject", "message_id", "in_reply_to", "size",
    "flags", "dkim", "program", "uid",
)  # fmt: skip


def json_file(value: Json | Mapping[str, Json]) -> bytes:
    """One JSON file."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "surrogatepass")


def messages_json(windows: Iterable[MailWindow]) -> dict[str, Json]:
    """The header facts as they were read, undecoded where the message has them encoded."""
    return {"schema": 1, "windows": [_window_json(window) for window in windows]}


def _window_json(window: MailWindow) -> dict[str, Json]:
    messages = window.messages
    return {
        "start": iso(window.start),
        "end": iso(window.end),
        "folder": window.folder,
        "uid_validity": window.uid_validity,
        "is_read": messages is not None,
        "is_cut": window.is_cut,
        "damaged": window.damaged,
        "messages": [_message_json(one) for one in messages or ()],
        "known_to_the_ledger": [_known_json(one) for one in window.known],
        "gone": [one.uid for one in window.gone],
    }


def _message_json(one: SentMessage) -> dict[str, Json]:
    return {
        "uid": one.uid,
        "internal_date": iso(moment(one.at_s)),
        "date": None if one.date_s is None else _iso_of(one.date_s),
        "message_id": one.message_id,
        "references": list(one.references),
        "from": one.sender,
        "recipients": list(one.recipients),
        "subject": one.subject,
        "subject_decoded": decoded(one.subject),
        "size": one.size,
        "flags": list(one.flags),
        "dkim": one.dkim_selector,
        "program": decoded(one.mailer),
    }


def _known_json(one: KnownMessage) -> dict[str, Json]:
    return {
        "uid": one.uid,
        "at": iso(moment(one.at_s)),
        "date": None if one.date_s is None else _iso_of(one.date_s),
        "size": one.size,
        "recipients": one.recipients,
        "gone_at": None if one.gone_s is None else iso(moment(one.gone_s)),
    }


def _iso_of(at_s: float) -> str:
    """A Date header may name any year; one that the calendar does not have is given as it is."""
    try:
        return iso(moment(at_s))
    except (OverflowError, ValueError, OSError):
        return f"{at_s:.0f}"


def messages_csv(windows: Iterable[MailWindow]) -> bytes:
    """The same for a spreadsheet (UTF-8 with its mark). What would be taken for a formula is made text."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(_COLUMNS)
    for window in windows:
        for one in window.messages or ():
            rows.writerow(
                [
                    iso(moment(one.at_s)),
                    "" if one.date_s is None else _iso_of(one.date_s),
                    _cell(one.sender),
                    _cell("; ".join(one.recipients)),
                    len(one.recipients),
                    _cell(decoded(one.subject)),
                    _cell(one.message_id),
                    _cell(" ".join(one.references)),
                    one.size,
                    _cell(" ".join(one.flags)),
                    _cell(one.dkim_selector or ""),
                    _cell(decoded(one.mailer)),
                    one.uid,
                ]
            )
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def returned_json(returned: Iterable[Returned]) -> dict[str, Json]:
    """What came back, with what it quotes of the originals and of the way they went."""
    return {"schema": 1, "returned": [_returned_json(one) for one in returned]}


def _returned_json(one: Returned) -> dict[str, Json]:
    return {
        "kind": one.kind.value,
        "form": one.form,
        "reported_by": one.reporting_host,
        "original": {
            "message_id": one.original_id,
            "from": one.original_sender,
            "subject": one.original_subject,
            "servers": list(one.way.hosts),
            "taken_in_by": one.way.entry_host,
            "signed_in_as": list(one.way.logins),
        },
        "recipients": [{"address": to.address, "status": to.status, "said": to.said} for to in one.recipients],
    }


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def read_me(
    words: Words, *, account: str, made_at: datetime, fingerprint: str, not_read: str | None, names: Iterable[str]
) -> bytes:
    """What this is and how to check it, for whoever gets it."""
    told = {
        "messages.json": N_("header facts of the sent mail in the flagged spans, as they stand on the server"),
        "messages.csv": N_("the same for a spreadsheet"),
        "incident.json": N_("the spans, their numbers, and what was done when"),
        "findings.json": N_("what Sentwatch found in this account"),
        "rules.json": N_("the rules of this account, each with its hash"),
        "returned.json": N_("error mails and complaints that came back"),
        "about.json": N_("when, with what and on which clock this was saved"),
    }
    lines = [
        words(N_("Evidence from the mailbox {account}"), account=account),
        words(N_("Saved on {at:moment} ({utc})."), at=made_at, utc=iso(made_at)),
        "",
        words(N_("The mailbox was opened read-only; nothing in it was changed. The text of its mail is not in here.")),
    ]
    if not_read is not None:
        lines += ["", words(N_("The mailbox itself could not be read: {reason}"), reason=not_read)]
        lines.append(words(N_("So these are only the numbers that the ledger of Sentwatch holds.")))
    lines += ["", words(N_("The files:"))]
    lines += [f"- {name}: {words(told[name])}" for name in names if name in told]
    lines += [
        "",
        words(
            N_(
                "manifest.json lists every file with its SHA-256 hash; manifest.sig is an Ed25519 signature of it. "
                "Check both with: sentwatch evidence verify PATH"
            )
        ),
        words(N_("Fingerprint of the key: {fingerprint}"), fingerprint=fingerprint),
        words(
            N_(
                "Whoever saved this can tell you the fingerprint by phone. If it is the same, everything is as it was "
                "saved."
            )
        ),
        "",
    ]
    return "\n".join(lines).encode("utf-8", "replace")
