"""The records of Microsoft's audit log in the forms administrators export them: CSV, JSON, a JSON object a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from sentwatch.core.phrase import Phrase
from sentwatch.core.rule_languages.json_text import JsonObject, list_of, object_of, read_json

# Operations of the unified audit log (learn.microsoft.com/purview/audit-log-activities, read 2026-11).
OPERATIONS: Final = frozenset(
    (
        "new-inboxrule", "set-inboxrule", "enable-inboxrule", "disable-inboxrule", "remove-inboxrule",
        "updateinboxrules", "set-mailbox", "add-mailboxpermission", "add-recipientpermission",
    )
)  # fmt: skip


def audit_records(text: str) -> Iterator[tuple[int, JsonObject]]:
    """Yield each record of an export with its line: CSV with an AuditData column, JSON, or a JSON object a line."""
    stripped = text.lstrip()
    if stripped[:1] in "[{":
        value = read_json(text)
        if not isinstance(value, Phrase):
            for item in list_of(object_of(value).get("value", value)):
                yield 0, _record(object_of(item))
            return
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                yield number, _record(object_of(read_json(line)))
        return
    yield from _csv_records(text)


def _csv_records(text: str) -> Iterator[tuple[int, JsonObject]]:
    rows = csv.reader(io.StringIO(text, newline=""))
    columns: dict[str, int] = {}
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield line, {}
            continue
        if not columns:
            columns = {name.strip().lstrip("\ufeff").lower(): place for place, name in enumerate(row)}
            continue
        place = columns.get("auditdata")
        if place is None or place >= len(row):
            continue
        folded = row[place].lower()
        if any(operation in folded for operation in OPERATIONS):
            yield line, object_of(read_json(row[place]))


def _record(said: JsonObject) -> JsonObject:
    """Search-UnifiedAuditLog puts the record as text into AuditData; other exports give it as it is."""
    inner = said.get("AuditData", said.get("auditData"))
    if isinstance(inner, str):
        return object_of(read_json(inner))
    return object_of(inner) or said


def is_audit(said: JsonObject) -> bool:
    """Whether a JSON object is a record of the audit log."""
    record = _record(said)
    return "Operation" in record and ("Workload" in record or "RecordType" in record or "CreationTime" in record)
