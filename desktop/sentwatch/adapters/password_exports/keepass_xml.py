"""Reads KeePass's XML export (version 2), which KeePassXC writes as well."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

from sentwatch.adapters.password_exports.rows import Unreadable, collect, login
from sentwatch.core.password_store import NO_EXPORT, PasswordExport, StoredLogin, StoreForm

MAX_DEPTH: Final = 200


def is_keepass_xml(data: bytes) -> bool:
    """Whether the content is such an export."""
    start = data[:4096]
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" and b"<KeePassFile" in start


def read_keepass_xml(data: bytes) -> PasswordExport:
    """Read the export; what comes before a damaged place is kept, the damage is counted."""
    return collect(StoreForm.KEEPASS, _read(data))


def _read(data: bytes) -> Iterator[StoredLogin | None]:
    path: list[str] = []
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                path.append(element.tag)
                if len(path) > MAX_DEPTH:
                    raise Unreadable(NO_EXPORT)
                continue
            path.pop()
            if element.tag == "Entry":
                # Former versions of an entry lie below History and are no accounts of their own.
                if "History" not in path:
                    yield _entry(element)
                element.clear()
    except DefusedXmlException:
        raise Unreadable(NO_EXPORT) from None
    except (ParseError, LookupError, ValueError):
        yield None


def _entry(element: Element) -> StoredLogin | None:
    fields = {_text(child, "Key"): _text(child, "Value") for child in element.findall("String")}
    if not fields:
        return None
    return login(
        name=fields.get("Title"),
        site=fields.get("URL"),
        username=fields.get("UserName"),
        password=fields.get("Password", ""),
        one_time=fields.get("otp") or fields.get("TimeOtp-Secret-Base32", ""),
    )


def _text(element: Element, tag: str) -> str:
    child = element.find(tag)
    return "" if child is None else child.text or ""
