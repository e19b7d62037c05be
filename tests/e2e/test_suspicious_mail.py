"""`sentwatch mail` on whole mails, honest ones and false ones, and on files made to hurt."""

from __future__ import annotations

import base64
import io
import json
import os
import zipfile

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.adapters.eml import MAX_MAIL, MAX_TEXT, decoded, read_eml, read_mail_file, read_mailboxes, read_pasted
from sentwatch.cli.mail import mail
from sentwatch.core.server_notes import read_note
from sentwatch.core.trouble import Trouble
from support.cli import run_cli

TOP = """Return-Path: <tanaka@partner.jp>
Authentication-Results: mx.example.co.jp; dmarc=pass header.from=partner.jp; spf=pass smtp.mailfrom=partner.jp;
 dkim=pass (2048-bit key) header.d=partner.jp header.s=s1
Received: from out.partner.jp (out.partner.jp [192.0.2.1]) by mx.example.co.jp (Postfix) with ESMTPS
 id 4ABC; Tue, 24 Nov 2026 09:00:00 +0900
"""
HONEST = (
    TOP
    + """From: =?UTF-8?B?55Sw5Lit?= <tanaka@partner.jp>
To: sato@example.co.jp
Subject: =?ISO-2022-JP?B?GyRCNUQ7dk8/GyhC?=
Date: Tue, 24 Nov 2026 09:00:00 +0900
Message-ID: <1@partner.jp>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

先日の議事録です。ご確認ください。
"""
)
FALSE = """Authentication-Results: mx.example.co.jp; dmarc=fail (p=none) header.from=bank.co.jp; spf=softfail
Received: from x.evil.test by mx.example.co.jp; Tue, 24 Nov 2026 09:00:00 +0900
Authentication-Results: mx.example.co.jp; dmarc=pass header.from=bank.co.jp
Received: from y.evil.test by x.evil.test; Tue, 24 Nov 2026 08:59:00 +0900
From: "support@bank.co.jp" <support@exarnple.co.jp>
Reply-To: collect@evil.test
To: sato@example.co.jp
Subject: =?UTF-8?B?44CQ6YeN6KaB44CR44Ki44Kr44Km44Oz44OI5YGc5q2i?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b1"

--b1
Content-Type: multipart/alternative; boundary="b2"

--b2
Content-Type: text/plain; charset=iso-2022-jp

see html
--b2
Content-Type: text/html; charset=utf-8

<html><head><title>x</title><style>p{}</style></head><body><p>至急、本人確認を行ってください。</p>
<a href="https://bank.co.jp.evil.test/login">https://www.<b>bank</b>.co.jp/</a>
<form action="https://evil.test/"><input type=password></form></body></html>
--b2--
--b1
Content-Type: application/octet-stream
Content-Disposition: attachment; filename*=UTF-8''%E8%AB%8B%E6%B1%82%E6%9B%B8.pdf.exe
Content-Transfer-Encoding: base64

TVqQAAMAAAAEAAAA
--b1--
"""


def run(tmp_path, content, *options):
    path = tmp_path / "mail.eml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return run_cli("mail", path, "--own-domain", "example.co.jp", *options)


def codes(tmp_path, content, *options):
    done = run(tmp_path, content, "--json", *options)
    found = done.json["reports"][0]["findings"]
    return done.code, {finding["code"].removeprefix("office.mail-") for finding in found}


def test_an_honest_mail(tmp_path):
    assert codes(tmp_path, HONEST) == (0, set())


def test_a_false_mail(tmp_path):
    code, found = codes(tmp_path, FALSE)
    assert code == 1
    assert found == {
        "sender-not-confirmed",
        "lookalike-sender",
        "name-shows-other-address",
        "answers-go-elsewhere",
        "link-leads-elsewhere",
        "form-inside",
        "attachment-disguised",
        "presses",
        "asks-for-log-in",
    }


def test_links_are_plain_text_and_what_to_do_is_said(tmp_path):
    done = run(tmp_path, FALSE)
    assert "https[://]bank.co.jp.evil.test/login" in done.out
    assert "://bank" not in done.out
    assert "\x1b" not in done.out
    assert "Do not click" in done.out
    assert "no verdict" in " ".join(done.out.split())
    ja = run(tmp_path, FALSE, "--lang", "ja")
    assert "してはいけないこと" in ja.out


def test_standard_input():
    done = CliRunner().invoke(mail, ["-", "--json"], input=HONEST)
    assert json.loads(done.stdout)["reports"][0]["findings"] == []


def test_mails_from_windows_and_with_a_mark_at_the_beginning(tmp_path):
    assert codes(tmp_path, b"\xef\xbb\xbf" + FALSE.replace("\n", "\r\n").encode())[1] >= {
        "sender-not-confirmed",
        "form-inside",
    }


def test_a_trusted_server_can_be_named(tmp_path):
    assert "sender-not-confirmed" in codes(tmp_path, FALSE, "--server", "mx.example.co.jp")[1]
    assert "sender-not-confirmed" not in codes(tmp_path, FALSE, "--server", "mx.other.jp")[1]


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"just some words", b"%PDF-1.7", b"<html>"])
def test_no_mail_is_said(tmp_path, content):
    done = run(tmp_path, content)
    assert done.code == 2
    assert "Traceback" not in done.out + done.err


def test_a_file_that_is_not_there():
    assert run_cli("mail", "/nonexistent/mail.eml").code == 2


def attached(name, raw, kind="application/octet-stream"):
    body = base64.encodebytes(raw).decode()
    return f"""From: tanaka@partner.jp
Subject: x
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: {kind}; name="{name}"
Content-Disposition: attachment; filename="{name}"
Content-Transfer-Encoding: base64

{body}
--b--
"""


def zipped(*names, locked=False):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    raw = bytearray(whole.getvalue())
    if locked:
        at = raw.find(b"PK\x01\x02")
        while at >= 0:
            raw[at + 8] |= 1
            at = raw.find(b"PK\x01\x02", at + 1)
    return bytes(raw)


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("a.zip", zipped("a.pdf"), "attachment-archive"),
        ("a.zip", zipped("folder/run.js"), "attachment-runs"),
        ("a.zip", zipped("a.pdf", locked=True), "attachment-locked"),
        ("renamed.dat", zipped("run.exe"), "attachment-runs"),
        ("a.docx", zipped("[Content_Types].xml", "word/document.xml"), None),
        ("a.zip", b"PK\x03\x04" + b"\xff" * 200, "attachment-archive"),
    ],
)
def test_archives(tmp_path, name, raw, expected):
    assert codes(tmp_path, attached(name, raw))[1] == ({expected} if expected else set())


def test_a_mail_inside_a_mail_is_read_too(tmp_path):
    inner = attached("run.exe", b"MZ")
    outer = f"""From: tanaka@partner.jp
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="out"

--out
Content-Type: message/rfc822

{inner}
--out--
"""
    assert codes(tmp_path, outer)[1] == {"attachment-runs"}


HOSTILE = [
    b"From: a@b.test\n" + b"X: y\n" * 200_000,
    b"From: " + b"a" * 500_000,
    b"From: a@b.test\nSubject: " + b"=?utf-8?q?" * 50_000,
    b"From: a@b.test\nSubject: =?utf-8?b?" + b"=" * 100_000 + b"?=",
    b"From: a@b.test\nAuthentication-Results: " + b"(" * 100_000,
    b"From: a@b.test\nReceived: by " + b"a." * 100_000,
    b"From: a@b.test\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 50_000,
    b"From: a@b.test\n" + b"Content-Type: message/rfc822\n\n" * 5_000,
    b"From: a@b.test\nContent-Type: text/html\n\n" + b"<a href=x>" * 50_000,
    b"From: a@b.test\nContent-Type: text/html\n\n" + b"<" * 500_000,
    b"From: a@b.test\nContent-Type: text/plain; charset=nonsense\n\n\xff\xfe",
    b"From: a@b.test\nContent-Type: text/plain; charset*=x'y'%ff\n\nx",
    b"From: a@b.test\nContent-Type: application/x; name*0*=utf-8''%ff; name*1=\"\n\nx",
    b"From: a@b.test\nContent-Transfer-Encoding: base64\n\n" + b"!" * 100_000,
    b"From: a@b.test\nContent-Type: multipart/x\n\nx",
    b"From: \x00\xff\n\n\x00",
]


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_mails_are_read_in_bounds(raw):
    seen = read_eml(raw, path="x")
    assert len(seen.links) <= 300
    assert len(seen.text) <= 200_000


def test_a_nest_of_parts_is_cut_and_said():
    raw = b"From: a@b.test\n"
    for n in range(150):
        raw += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
    seen = read_eml(raw + b"\nx", path="x")
    assert seen.is_cut


def test_a_file_too_large_for_a_mail():
    with pytest.raises(Trouble):
        read_eml(b"From: a@b.test\n\n" + b"x" * MAX_MAIL, path="x")


@given(st.binary(max_size=400))
def test_any_bytes(raw):
    read_eml(b"From: a@b.test\nContent-Type: multipart/mixed; boundary=x\n\n--x\n" + raw, path="x")
    try:
        read_eml(raw, path="x")
    except Trouble:
        return


@given(st.text(max_size=300))
def test_any_header(text):
    decoded(text)
    read_mailboxes(text)
    read_note(text, position=0)


@pytest.mark.parametrize(
    ("value", "server", "results"),
    [
        ("mx.example.jp 1; spf=pass smtp.mailfrom=a@b.test", "mx.example.jp", [("spf", "pass", "b.test")]),
        (
            "mx.google.com;\n dkim=pass header.i=@b.test header.s=x; dmarc=fail (p=NONE) header.from=b.test",
            "mx.google.com",
            [("dkim", "pass", "b.test"), ("dmarc", "fail", "b.test")],
        ),
        (
            "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=b.test; dmarc=pass action=none header.from=b.test;compauth=pass reason=100",
            "",
            [("spf", "pass", "b.test"), ("dmarc", "pass", "b.test"), ("compauth", "pass", "")],
        ),
        ("mx.example.jp; none", None, None),
        ("", None, None),
        ("mx.example.jp; dmarc=pass (dmarc=fail)", "mx.example.jp", [("dmarc", "pass", "")]),
    ],
)
def test_notes_of_servers(value, server, results):
    seen = read_note(value, position=0)
    if server is None:
        assert seen is None
    else:
        assert (seen.server, [(r.method, r.result, r.domain) for r in seen.results]) == (server, results)


@pytest.mark.parametrize(
    ("value", "name", "address"),
    [
        ('"Tanaka, Taro" <t@b.test>', "Tanaka, Taro", "t@b.test"),
        ("=?UTF-8?B?55Sw5Lit?= <T@B.test>", "田中", "t@b.test"),
        ("t@b.test (Taro)", "Taro", "t@b.test"),
        ("t@b.test", "", "t@b.test"),
    ],
)
def test_mailboxes(value, name, address):
    (box,) = read_mailboxes(value)
    assert (box.name, box.address) == (name, address)


def test_a_pasted_source_is_a_mail_and_a_pasted_text_is_a_text():
    assert read_pasted(FALSE) == read_eml(FALSE.encode(), path="")
    assert read_pasted("\n\n" + FALSE).has_header
    seen = read_pasted("至急: https://evil.test/login をご確認ください")
    assert not seen.has_header
    assert seen.senders == ()
    assert [link.host for link in seen.links] == ["evil.test"]
    assert not seen.is_cut


@pytest.mark.parametrize(
    "text", ["", "\x00", "x" * 3_000_000, "\ud800 http://a.test", "<a>" * 200_000, "From: " * 100_000]
)
def test_hostile_texts_are_read_in_bounds(text):
    seen = read_pasted(text)
    assert len(seen.text) <= MAX_TEXT
    assert seen.is_cut == (len(text) > MAX_TEXT)


def test_a_file_is_read_as_it_lies_there(tmp_path):
    path = tmp_path / "a.eml"
    path.write_bytes(FALSE.encode())
    assert read_mail_file(path) == read_eml(FALSE.encode(), path="a.eml")


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("gone.eml", lambda path: None, "no such file"),
        ("folder.eml", lambda path: path.mkdir(), "not a file"),
        ("pipe.eml", os.mkfifo, "not a file"),
        ("a.msg", lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500), "Outlook"),
        ("photo.jpg", lambda path: path.write_bytes(b"\xff\xd8\xff" * 1_000), "not the header"),
        ("huge.eml", lambda path: path.write_bytes(b"From: a@b.test\n\n" + b"x" * MAX_MAIL), "far too large"),
    ],
)
def test_what_is_no_mail_is_said_in_words(tmp_path, name, make, reason):
    path = tmp_path / name
    make(path)
    with pytest.raises(Trouble) as raised:
        read_mail_file(path)
    assert raised.value.params["path"] == name
    assert reason in str(raised.value.params["reason"].text)


def test_the_command_compares_the_sender_with_the_accounts(tmp_path):
    from sentwatch.adapters.key_file import KeyFile
    from sentwatch.core.accounts import Account
    from sentwatch.core.sent import InboxSender
    from sentwatch.store.folder_mark import INBOX, SENT
    from sentwatch.wiring import App

    data = tmp_path / "data"
    (tmp_path / "a.eml").write_text(HONEST.replace("tanaka@partner.jp>", "tanaka@partnner.jp>"), encoding="utf-8")
    KeyFile(data).write(bytes(32))
    app = App(data_dir=data)
    app.accounts.put(Account(id="a", address="sato@example.co.jp", host="mail.example.co.jp"))
    store = app.account_store("a")
    sent = store.ledger.begin(SENT, name="Sent", uid_validity=1)
    inbox = store.ledger.begin(INBOX, name="INBOX", uid_validity=1)
    store.ledger.keep_senders(inbox, [InboxSender(1, 1.6e9, "tanaka@partner.jp", "0@partner.jp")], scanned_to=1)
    store.ledger.looked(inbox, uid_next=2, messages=1, modseq=None, at_s=1.6e9)
    store.judgement.take_senders(sent, inbox, after_row=0, limit=10)
    app.close()
    done = run_cli("mail", tmp_path / "a.eml", "--json", "--data-dir", data)
    [likeness] = done.findings("office.mail-lookalike-sender")
    assert "partner.jp" in likeness["title"]
    assert done.findings("office.mail-first-contact")
    done = run_cli("mail", tmp_path / "a.eml", "--json", "--data-dir", tmp_path / "empty")
    assert not done.findings("office.mail-lookalike-sender")
    assert not (tmp_path / "empty").exists()
