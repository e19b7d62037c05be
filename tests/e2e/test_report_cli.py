"""Reports from the terminal: text, HTML, JSON and PDF, in both languages, from a mailbox that was really looked at."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata

import pytest

from support.cli import run_cli
from support.dovecot import running_dovecot
from support.keyring_session import keyring_session
from support.sample import ADDRESS, fill

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def server():
    with running_dovecot() as server:
        fill(server)
        yield server


@pytest.fixture(scope="module")
def data(server, tmp_path_factory):
    """A data folder with the account, looked at once."""
    folder = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch, keyring_session(folder / "session", patch):
        options = ("--address", ADDRESS, "--host", "127.0.0.1", "--port", server.imaps_port, "--ca", server.ca_file)
        ran = run_cli("accounts", "add", *options, "--password-stdin", "--time-zone", "Asia/Tokyo", "--data-dir",
                      folder / "data", stdin=PASSWORD + "\n")  # fmt: skip
        assert ran.code == 0, ran.err
        assert run_cli("check", "--data-dir", folder / "data").code == 1
        yield folder / "data"


def text_of(pdf):
    """The words of a PDF; Noto's CJK fonts give compatibility forms, which NFKC undoes."""
    ran = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, encoding="utf-8")
    return unicodedata.normalize("NFKC", ran.stdout)


def test_the_status_report_says_how_the_mailbox_stands(data):
    ran = run_cli("report", "--data-dir", data)
    assert ran.code == 0, ran.err
    assert "How noreply@aoyama-insatsu.example stands" in ran.out
    assert "312 messages between 13:58 and 14:16" in ran.out
    assert "What could not be looked at" in ran.out
    assert "This report holds mail addresses" in ran.err
    short = run_cli("report", "--no-personal-data", "--lang", "ja", "--data-dir", data)
    assert ADDRESS not in short.out + short.err
    assert "n…@aoyama-insatsu.example の状況" in short.out


def test_json_can_be_read_by_programs(data):
    ran = run_cli("report", "--format", "json", "--for", "insurer", "--data-dir", data)
    told = ran.json
    assert (told["schema"], told["kind"], told["for"], told["personal_data"]) == (1, "status", "insurer", True)
    [account] = told["accounts"]
    assert account["name"] == ADDRESS
    assert [one["code"] for one in account["findings"] if one["severity"] == "urgent"] == ["sent.burst"]
    assert len(told["checklist"]["steps"]) == told["checklist"]["total"]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_pdf_is_made_and_reads_well(data, tmp_path, lang):
    path = tmp_path / "report.pdf"
    ran = run_cli("report", "--kind", "incident", "--output", path, "--lang", lang, "--data-dir", data)
    assert ran.code == 0, ran.err
    text = text_of(path)
    flat = re.sub(r"\s+", "", text)
    for part in {
        "en": ("What went out", "Deadlines for reporting", "Texts to send"),
        "ja": ("送られたメール", "報告の期限"),
    }[lang]:
        assert re.sub(r"\s+", "", part) in flat, part
    assert "312" in text
    assert re.search(r"\b1 ?/ ?\d", text)
    assert not path.stat().st_mode & 0o077
    fonts = subprocess.run(["pdffonts", path], check=True, capture_output=True, encoding="utf-8").stdout
    assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:]), fonts


def test_reading_the_messages_again_changes_nothing_in_the_mailbox(server, data):
    before = server.fingerprint(ADDRESS)
    ran = run_cli("report", "--kind", "incident", "--recipients", "--data-dir", data)
    assert ran.code == 0, ran.err
    assert "kimura.153@homepost.example" in ran.out
    assert re.search(r"<[0-9a-f]+\.\d+@vps-20413\.hosting\.test>", ran.out)
    assert server.fingerprint(ADDRESS) == before


def test_where_the_mailbox_cannot_be_entered_the_report_goes_without_and_says_so(data, monkeypatch):
    from sentwatch.core.trouble import NETWORK_CUT, Trouble
    from sentwatch.wiring import App

    def closed(*_args, **_more):
        raise Trouble(NETWORK_CUT, host="127.0.0.1")

    monkeypatch.setattr(App, "enter", closed)
    ran = run_cli("report", "--kind", "incident", "--look", "--data-dir", data)
    assert ran.code == 3
    assert "could not be made or was cut" in ran.err
    assert "312" in ran.out


def test_sheets_need_no_account_and_make_no_store(tmp_path):
    ran = run_cli("report", "--kind", "sheet", "first-aid", "--lang", "ja", "--data-dir", tmp_path / "none")
    assert ran.code == 0, ran.err
    assert "今すぐ" in ran.out
    html = run_cli("report", "--kind", "checklist", "--format", "html", "--data-dir", tmp_path / "none")
    assert html.out.startswith("<!DOCTYPE html>")
    lessons = run_cli("report", "--kind", "lessons", "--data-dir", tmp_path / "none")
    assert "No lesson has been finished yet." in lessons.out
    assert not (tmp_path / "none").exists()


def test_wrong_use_is_one_worded_line(tmp_path):
    for arguments, part in (
        (("--kind", "sheet"), "Name one sheet: contacts, payment-rule, leaver, first-aid"),
        (("--kind", "sheet", "nothing"), "Name one sheet"),
        (("--password-stdin",), "--password-stdin goes with --kind incident and --look."),
        (("--kind", "incident", "--password-stdin"), "--password-stdin goes with --kind incident and --look."),
        (("--format", "pdf", "--kind", "checklist"), "A PDF needs --output PATH."),
        ((), "No account is set up."),
        (("--kind", "incident", "a@example.jp"), "No account a@example.jp is set up here."),
    ):
        ran = run_cli("report", *arguments, "--data-dir", tmp_path / "none")
        assert ran.code == 2, arguments
        assert part in ran.err
        assert len(ran.err.splitlines()) == 1


def test_the_small_process_takes_everything_on_standard_input():
    program = [sys.executable, "-m", "sentwatch", "--print-pdf-from-stdin"]
    asked = b'{"html": "<p>x</p>", "path": "/nowhere/at/all.pdf", "lang": "en", "title": "t", "foot": "f"}'
    ran = subprocess.run(program, input=asked, capture_output=True, check=False, env={**os.environ})
    assert (ran.returncode, ran.stderr) == (1, b"")
