"""Reads DMARC aggregate reports from files and folders (XML, gzip, zip); bombs and other tricks are refused."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import ParseError, fromstring  # type: ignore[import-untyped]

from sentwatch.core.dmarc_reports import AggregateReport, DmarcReportFacts, ReportRow, UnreadReport, unique
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.trouble import ARCHIVE_UNREADABLE, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress, Step, silent

MAX_FILES: Final = 5_000
MAX_PACKED: Final = 16 * 1024 * 1024
MAX_XML: Final = 32 * 1024 * 1024
"""The largest reports of big senders have some 100,000 rows and 20 MB unpacked."""
MAX_ROWS: Final = 200_000
MAX_COUNT: Final = 10**9
MAX_MEMBERS: Final = 8
_CHUNK: Final = 64 * 1024

_NOT_A_REPORT: Final = N_("this is no DMARC aggregate report")
_TOO_LARGE: Final = N_("it is far too large for a report")
_TOO_MUCH: Final = N_("unpacked it would be far too large for a report")
_BROKEN: Final = N_("it is broken")
_UNREADABLE: Final = N_("the file could not be read")


class _Refused(Exception):  # noqa: N818 - caught here, told as an UnreadReport
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class DmarcFiles:
    """Reads reports from one path: a file, or a folder with everything below it."""

    path: Path

    def read(self, *, cancel: CancelToken, progress: Progress = silent) -> DmarcReportFacts:
        """Read all; a damaged file costs itself. Trouble(ARCHIVE_UNREADABLE) where the path itself cannot be read."""
        reports: list[AggregateReport] = []
        unread: list[UnreadReport] = []
        files = self._files()
        for number, path in enumerate(files):
            cancel.check()
            progress(Step(what=phrase(N_("Reading reports")), done=number, total=len(files)))
            try:
                reports += (read_report(xml) for xml in _unpacked(path))
            except _Refused as refused:
                unread.append(UnreadReport(name=path.name[:200], reason=refused.reason))
        return DmarcReportFacts(reports=unique(reports), unread=tuple(unread))

    def _files(self) -> list[Path]:
        if self.path.is_file():
            return [self.path]
        if not self.path.is_dir():
            reason = phrase(N_("there is no such file or folder"))
            raise Trouble(ARCHIVE_UNREADABLE, path=str(self.path), reason=reason)
        found: list[Path] = []
        for folder, _, names in os.walk(self.path):
            found += (Path(folder) / name for name in sorted(names) if name.lower().endswith((".xml", ".gz", ".zip")))
            if len(found) > MAX_FILES:
                break
        return found[:MAX_FILES]


def read_report_files(path: Path, *, cancel: CancelToken, progress: Progress) -> DmarcReportFacts:
    """Read one path (a ReportFilesPort)."""
    return DmarcFiles(path).read(cancel=cancel, progress=progress)


def _unpacked(path: Path) -> Iterator[bytes]:
    try:
        if not path.is_file():
            raise _Refused(_UNREADABLE)
        with path.open("rb") as file:
            raw = file.read(MAX_PACKED + 1)
    except OSError:
        raise _Refused(_UNREADABLE) from None
    if len(raw) > MAX_PACKED:
        raise _Refused(_TOO_LARGE)
    # By content and not by name: receivers name their files as they like.
    if raw[:2] == b"\x1f\x8b":
        yield _gunzip(raw)
    elif raw[:4] == b"PK\x03\x04":
        yield from _unzip(raw)
    else:
        yield raw


def _gunzip(raw: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
            return _capped(file)
    except (OSError, EOFError, zlib.error, ValueError):
        raise _Refused(_BROKEN) from None


def _unzip(raw: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = [each for each in archive.infolist()[:1000] if each.filename.lower().endswith(".xml")]
            if not members or len(members) > MAX_MEMBERS:
                raise _Refused(_NOT_A_REPORT)
            for member in members:
                with archive.open(member) as file:
                    yield _capped(file)
    except (OSError, EOFError, zlib.error, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise _Refused(_BROKEN) from None


def _capped(file: IO[bytes] | gzip.GzipFile) -> bytes:
    """Unpack no further than the cap: what a header says about the size is not believed."""
    whole = bytearray()
    while piece := file.read(_CHUNK):
        whole += piece
        if len(whole) > MAX_XML:
            raise _Refused(_TOO_MUCH)
    return bytes(whole)


def read_report(xml: bytes) -> AggregateReport:
    """Read one report, in the form of RFC 7489 or RFC 9990, with or without a namespace."""
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise _Refused(_NOT_A_REPORT) from None
    _drop_namespaces(root)
    if root.tag != "feedback":
        raise _Refused(_NOT_A_REPORT)
    begins, ends = _time(root, "begin"), _time(root, "end")
    domain = _text(root, "policy_published/domain").lower().rstrip(".")
    if begins is None or ends is None or not domain:
        raise _Refused(_NOT_A_REPORT)
    rows: list[ReportRow] = []
    for record in root.iterfind("record"):
        row = _row(record)
        if row is not None:
            rows.append(row)
        if len(rows) >= MAX_ROWS:
            break
    return AggregateReport(
        receiver=_text(root, "report_metadata/org_name")[:200],
        report_id=_text(root, "report_metadata/report_id")[:200],
        domain=domain[:253],
        begins_at=begins,
        ends_at=max(begins, ends),
        rows=tuple(rows),
    )


def _drop_namespaces(root: Element) -> None:
    for element in root.iter():
        if isinstance(element.tag, str) and "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def _time(root: Element, which: str) -> datetime | None:
    seconds = _number(_text(root, f"report_metadata/date_range/{which}"))
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _row(record: Element) -> ReportRow | None:
    count = _number(_text(record, "row/count"))
    source = _text(record, "row/source_ip")[:64]
    if count is None or not source:
        return None
    judged = "row/policy_evaluated"
    return ReportRow(
        source=source,
        count=min(count, MAX_COUNT),
        disposition=_text(record, f"{judged}/disposition").lower()[:20],
        dkim_passed=_text(record, f"{judged}/dkim").lower() == "pass",
        spf_passed=_text(record, f"{judged}/spf").lower() == "pass",
        header_from=_text(record, "identifiers/header_from").lower()[:253],
        signed_by=tuple(
            f"{_text(each, 'selector')}._domainkey.{_text(each, 'domain')}".lower()[:320]
            for each in record.findall("auth_results/dkim")[:10]
            if _text(each, "result").lower() == "pass"
        ),
        envelope_domains=tuple(
            _text(each, "domain").lower()[:253]
            for each in record.findall("auth_results/spf")[:10]
            if _text(each, "result").lower() == "pass"
        ),
        reasons=tuple(_text(each, "type").lower()[:40] for each in record.findall(f"{judged}/reason")[:10]),
    )
