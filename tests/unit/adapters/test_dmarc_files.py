"""Reading DMARC reports from files: every packing, both forms, and files made to hurt."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.adapters import dmarc_files
from sentwatch.adapters.dmarc_files import DmarcFiles, read_report
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken

CORPUS = Path(__file__).resolve().parents[2] / "corpus/dmarc"
ONE = (CORPUS / "google.xml").read_bytes()


def zipped(*members):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return whole.getvalue()


def read(folder):
    return DmarcFiles(folder).read(cancel=CancelToken())


def test_the_form_of_rfc_7489():
    seen = read_report(ONE)
    assert (seen.receiver, seen.domain, seen.begins_at) == (
        "receiver-one.test",
        "example.test",
        datetime(2025, 11, 23, tzinfo=UTC),
    )
    assert [(row.source, row.count, row.dkim_passed, row.spf_passed) for row in seen.rows] == [
        ("192.0.2.25", 40, True, True),
        ("203.0.113.66", 120, False, False),
        ("198.51.100.9", 3, False, False),
    ]
    assert seen.rows[0].signed_by == ("s1._domainkey.example.test",)
    assert seen.rows[2].reasons == ("mailing_list",)


def test_the_form_of_rfc_9990():
    seen = read_report((CORPUS / "rfc9990.xml").read_bytes())
    assert (seen.receiver, seen.domain) == ("受信者株式会社", "example.test")
    assert seen.rows[1].envelope_domains == ("bounce.example.test",)
    assert seen.rows[0].signed_by == ("x._domainkey.other.test",)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xml", ONE),
        ("a.xml.gz", gzip.compress(ONE)),
        ("wrongly-named.xml", gzip.compress(ONE)),
        ("a.zip", zipped(("x.xml", ONE))),
        ("two.zip", zipped(("x.xml", ONE), ("y.xml", ONE), ("note.txt", b"x"))),
    ],
)
def test_packings(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    seen = read(tmp_path)
    assert (len(seen.reports), seen.unread) == (1, ())
    assert read(tmp_path / name) == seen


def test_folders_below_and_copies(tmp_path):
    (tmp_path / "2026/11").mkdir(parents=True)
    (tmp_path / "2026/11/a.xml").write_bytes(ONE)
    (tmp_path / "copy.xml").write_bytes(ONE)
    (tmp_path / "notes.txt").write_text("not asked for")
    seen = read(tmp_path)
    assert (len(seen.reports), seen.unread) == (1, ())


BOMB = b"<feedback>" + b"x" * (dmarc_files.MAX_XML + 10) + b"</feedback>"
BILLION = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><feedback>&b;</feedback>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><feedback>&a;</feedback>"""


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("bomb.gz", gzip.compress(BOMB), "unpacked"),
        ("bomb.zip", zipped(("a.xml", BOMB)), "unpacked"),
        ("many.zip", zipped(*((f"{n}.xml", b"<a/>") for n in range(50))), "no DMARC"),
        ("none.zip", zipped(("a.txt", b"x")), "no DMARC"),
        ("cut.gz", gzip.compress(ONE)[:-40], "broken"),
        ("cut.zip", zipped(("x.xml", ONE))[:-60], "broken"),
        ("entities.xml", BILLION, "no DMARC"),
        ("outside.xml", OUTSIDE, "no DMARC"),
        ("other.xml", b"<html/>", "no DMARC"),
        ("empty.xml", b"", "no DMARC"),
        ("deep.xml", b"<feedback>" * 50_000, "no DMARC"),
        ("large.xml", b" " * (dmarc_files.MAX_PACKED + 10), "too large"),
        ("undated.xml", ONE.replace(b"<begin>1763856000</begin>", b""), "no DMARC"),
        ("timeless.xml", ONE.replace(b"1763856000", b"999999999999"), "no DMARC"),
    ],
)
def test_what_is_refused_costs_itself_only(tmp_path, name, content, word):
    (tmp_path / "good.xml").write_bytes(ONE)
    (tmp_path / name).write_bytes(content)
    seen = read(tmp_path)
    assert len(seen.reports) == 1
    assert [(each.name, word in each.reason) for each in seen.unread] == [(name, True)]


def test_an_encrypted_zip_is_broken(tmp_path):
    raw = bytearray(zipped(("x.xml", ONE)))
    raw[6] |= 1
    raw[raw.rfind(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(raw))
    assert read(tmp_path).unread[0].name == "a.zip"


@pytest.mark.parametrize("old", [b"<count>40</count>", b"<source_ip>192.0.2.25</source_ip>"])
def test_a_broken_row_is_left_out(old):
    assert len(read_report(ONE.replace(old, b"")).rows) == 2


@pytest.mark.parametrize("count", [b"-1", b"1e9", b"9" * 40, b"x", "４０".encode()])
def test_odd_counts(count):
    rows = read_report(ONE.replace(b"<count>40</count>", b"<count>" + count + b"</count>")).rows
    assert all(0 <= row.count <= dmarc_files.MAX_COUNT for row in rows)
    assert len(rows) == 2


def test_a_place_that_is_not_there(tmp_path):
    with pytest.raises(Trouble):
        read(tmp_path / "gone")


def test_cancel(tmp_path):
    (tmp_path / "a.xml").write_bytes(ONE)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        DmarcFiles(tmp_path).read(cancel=cancel)


@given(st.binary(max_size=300))
def test_any_bytes(raw):
    try:
        read_report(b"<feedback>" + raw + b"</feedback>")
    except dmarc_files._Refused:
        return
