"""The signs in a suspicious mail: what fires, what stays quiet, and whose notes are believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.acquaintance import Acquaintance, Meeting, alike_addresses
from sentwatch.core.mail_sign_kinds import KINDS
from sentwatch.core.mail_signs import signs
from sentwatch.core.mail_words import words_in
from sentwatch.core.suspicious_mail import (
    DO,
    DO_NOT,
    IF_IT_HAPPENED,
    NO_VERDICT,
    Attachment,
    Hop,
    Known,
    Link,
    Mailbox,
    MethodResult,
    ServerNote,
    SuspiciousMail,
    trusted_notes,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)
ME = Known(own_domains=("example.co.jp",), servers=("mx.example.co.jp",))
PEOPLE = frozenset({"tanaka@partner.jp"})


def knowing(known, shown, people=PEOPLE):
    """What the mailboxes know of the sender, as it is found out: the address itself, and those it may be mistaken for."""
    sender = shown.senders[0].address if shown.senders else ""
    meetings = (Meeting(account="a", wrote=3, wrote_first_at=LONG_AGO, wrote_last_at=NOW),) if sender in people else ()
    alike = tuple(one for one in alike_addresses(sender) if one in people)
    return replace(known, met=Acquaintance(meetings=meetings, alike=alike, mailboxes=1, reads_since=LONG_AGO))


HOPS = (Hop(position=2, by="mx.example.co.jp"), Hop(position=3, by="out.partner.jp"))


def note(position=1, server="mx.example.co.jp", **results):
    found = tuple(MethodResult(method=method, result=result) for method, result in results.items())
    return ServerNote(position=position, server=server, results=found)


PASSED = note(dmarc="pass", spf="pass", dkim="pass")


def mail(**changes):
    values = {
        "senders": (Mailbox(name="Tanaka", address="tanaka@partner.jp"),),
        "subject": "Minutes of our meeting",
        "text": "Please find the minutes below.",
        "hops": HOPS,
        "notes": (PASSED,),
    }
    return SuspiciousMail(**{**values, **changes})


def codes(known=ME, **changes):
    shown = mail(**changes)
    known = knowing(known, shown) if known is ME else known
    return [f.kind.code.removeprefix("office.mail-") for f in signs(shown, known, now=NOW).findings]


def test_an_ordinary_mail_has_no_signs_and_gets_no_verdict():
    outcome = signs(mail(), knowing(ME, mail()), now=NOW)
    assert outcome.findings == ()
    assert [limit.text for limit in outcome.limits] == [NO_VERDICT]


def test_nothing_is_ever_called_safe_or_a_fraud():
    texts = [*DO, *DO_NOT, *IF_IT_HAPPENED, NO_VERDICT]
    for kind in KINDS:
        texts += [kind.title, kind.why, *kind.harmless, kind.how_to_check, *kind.do_first]
    for text in texts:
        for word in (" is safe", "is fraud", "is a scam", "is phishing", "hacked", "definitely"):
            assert word not in text.lower()


# --- whose notes count


@pytest.mark.parametrize(
    ("known", "hops", "notes", "count"),
    [
        (ME, HOPS, (PASSED,), 1),
        (ME, HOPS, (note(position=1, server="evil.test", dmarc="pass"),), 0),
        (ME, HOPS, (note(position=9, dmarc="pass"),), 0),  # below the hop: it came with the mail
        (ME, HOPS, (note(position=3, dmarc="pass"),), 0),
        (Known(), HOPS, (PASSED,), 1),  # the topmost hop tells who received it
        (Known(), HOPS, (note(server="out.partner.jp", dmarc="pass"),), 0),
        (Known(), (), (PASSED,), 0),
        (
            Known(),
            (Hop(position=0, by="a.mx.example.co.jp"), Hop(position=3, by="b.mx.example.co.jp")),
            (note(position=2, dmarc="pass"),),
            1,
        ),
        (Known(), (Hop(position=2, by="x.prod.outlook.com"),), (note(position=1, server="", dmarc="fail"),), 1),
        (Known(), (Hop(position=2, by="x.prod.outlook.com"),), (note(position=3, server="", dmarc="pass"),), 0),
    ],
)
def test_which_notes_are_believed(known, hops, notes, count):
    assert len(trusted_notes(mail(hops=hops, notes=notes), known)) == count


def test_a_forged_pass_does_not_help_and_a_forged_fail_does_not_harm():
    forged_pass = (note(position=9, dmarc="pass"), note(position=1, dmarc="fail", spf="fail"))
    assert codes(notes=forged_pass) == ["sender-not-confirmed"]
    forged_fail = (note(position=9, dmarc="fail"), PASSED)
    assert codes(notes=forged_fail) == []


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ({"dmarc": "fail"}, ["sender-not-confirmed"]),
        ({"dmarc": "pass", "spf": "fail"}, []),
        ({"dmarc": "none", "spf": "pass"}, []),
        ({"spf": "fail", "dkim": "fail"}, ["sender-not-confirmed"]),
        ({"spf": "softfail"}, ["sender-not-confirmed"]),
        ({"spf": "softfail", "dkim": "pass"}, []),
        ({"spf": "neutral"}, []),
        ({"spf": "none", "dkim": "none"}, []),
    ],
)
def test_results_of_the_checks(results, expected):
    assert codes(notes=(note(**results),)) == expected


def test_without_a_note_that_is_said():
    outcome = signs(mail(notes=()), knowing(ME, mail()), now=NOW)
    assert outcome.findings == ()
    assert any("could not be seen" in limit.text for limit in outcome.limits)


def test_the_own_domain_forged():
    boss = (Mailbox(name="社長", address="shacho@example.co.jp"),)
    known = knowing(ME, mail(senders=boss), people={"shacho@example.co.jp"})
    assert codes(known, senders=boss, notes=(note(dmarc="fail"),)) == ["own-domain-forged"]


# --- the sender


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("tanaka@partner.jp", []),
        ("tanaka@mail.partner.jp", ["first-contact"]),
        ("tanaka@partnner.jp", ["lookalike-sender", "first-contact"]),
        ("tanaka@partn3r.jp", ["lookalike-sender", "first-contact"]),
        ("info@exarnple.co.jp", ["lookalike-sender", "first-contact"]),
        ("info@xn--xample-hg8a.co.jp", ["lookalike-sender", "first-contact"]),
        ("info@other.co.jp", ["first-contact"]),
        ("info@examp1e.co.jp", ["lookalike-sender", "first-contact"]),
    ],
)
def test_lookalike_senders(address, expected):
    assert codes(senders=(Mailbox(name="", address=address),)) == expected


def test_a_cyrillic_letter():
    ascii_name = "ехample.co.jp".encode("idna").decode()
    assert "lookalike-sender" in codes(senders=(Mailbox(name="", address=f"a@{ascii_name}"),))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tanaka", []),
        ("tanaka@partner.jp", []),
        ("support@bank.co.jp", ["name-shows-other-address"]),
        ('"support@bank.co.jp" via list', ["name-shows-other-address"]),
    ],
)
def test_names_that_show_an_address(name, expected):
    assert codes(senders=(Mailbox(name=name, address="tanaka@partner.jp"),)) == expected


def test_a_known_name_from_elsewhere():
    known = Known(people=(("佐藤 一郎", "sato@example.co.jp"),))
    assert codes(known, senders=(Mailbox(name="佐藤  一郎", address="ceo@gmail.test"),)) == ["known-name-other-address"]
    assert codes(known, senders=(Mailbox(name="佐藤 一郎", address="sato@example.co.jp"),)) == []


def test_answers_that_go_elsewhere():
    assert codes(reply_to=(Mailbox(name="", address="x@evil.test"),)) == ["answers-go-elsewhere"]
    assert codes(reply_to=(Mailbox(name="", address="x@desk.partner.jp"),)) == []


def test_several_senders():
    two = (Mailbox(name="", address="tanaka@partner.jp"), Mailbox(name="", address="b@evil.test"))
    assert codes(senders=two) == ["several-senders"]


# --- links


@pytest.mark.parametrize(
    ("text", "target", "host", "expected"),
    [
        ("https://www.bank.co.jp/", "https://evil.test/x", "evil.test", ["link-leads-elsewhere"]),
        ("www.bank.co.jp", "https://bank.co.jp.evil.test/", "bank.co.jp.evil.test", ["link-leads-elsewhere"]),
        ("bank.com", "https://evil.test/", "evil.test", ["link-leads-elsewhere"]),
        ("https://www.bank.co.jp/", "https://login.bank.co.jp/", "login.bank.co.jp", []),
        ("click here", "https://evil.test/", "evil.test", []),
        ("report.pdf", "https://partner.jp/report.pdf", "partner.jp", []),
        ("here", "http://192.0.2.7/login", "192.0.2.7", ["link-odd"]),
        ("here", "https://xn--e1afmkfd.test/", "xn--e1afmkfd.test", ["link-odd"]),
        ("here", "https://bit.ly/abc", "bit.ly", ["link-odd"]),
        ("here", "https://bank.co.jp@evil.test/", "evil.test", ["link-odd"]),
        ("here", "javascript:alert(1)", "", ["link-odd"]),
        ("here", "data:text/html,x", "", ["link-odd"]),
        ("write to me", "mailto:tanaka@partner.jp", "", []),
    ],
)
def test_links(text, target, host, expected):
    assert codes(links=(Link(text=text, target=target, host=host),)) == expected


def test_the_same_detour_is_told_once():
    links = (Link(text="bank.com", target="https://evil.test/1", host="evil.test"),) * 50
    assert codes(links=links) == ["link-leads-elsewhere"]


def test_a_form():
    assert codes(asks_in_a_form=True) == ["form-inside"]


# --- attachments


@pytest.mark.parametrize(
    ("name", "kind", "inside", "expected"),
    [
        ("minutes.pdf", "application/pdf", (), []),
        ("minutes.docx", "application/octet-stream", (), []),
        ("invoice.pdf.exe", "application/octet-stream", (), ["attachment-disguised"]),
        ("請求書.pdf          .scr", "application/octet-stream", (), ["attachment-disguised"]),
        ("invoice\u202efdp.exe", "application/octet-stream", (), ["attachment-disguised"]),
        ("setup.exe", "application/octet-stream", (), ["attachment-runs"]),
        ("shortcut.lnk", "application/octet-stream", (), ["attachment-runs"]),
        ("disk.iso", "application/octet-stream", (), ["attachment-runs"]),
        ("note.one", "application/octet-stream", (), ["attachment-runs"]),
        ("page.html", "text/html", (), ["attachment-page"]),
        ("picture.svg", "image/svg+xml", (), ["attachment-page"]),
        ("invoice.pdf.html", "text/html", (), ["attachment-disguised"]),
        ("table.xlsm", "application/octet-stream", (), ["attachment-macros"]),
        ("files.zip", "application/zip", ("a.pdf", "b.pdf"), ["attachment-archive"]),
        ("files.zip", "application/zip", ("a.pdf", "b.js"), ["attachment-runs"]),
        ("files.zip", "application/zip", ("invoice.pdf.exe",), ["attachment-disguised"]),
        ("files.7z", "application/octet-stream", (), ["attachment-archive"]),
        ("EXE", "application/octet-stream", (), []),
        ("trailing.exe. . ", "application/octet-stream", (), ["attachment-runs"]),
    ],
)
def test_attachments(name, kind, inside, expected):
    assert codes(attachments=(Attachment(name=name, kind=kind, size=1, inside=inside),)) == expected


def test_a_locked_archive():
    file = Attachment(name="書類.zip", kind="application/zip", size=1, inside=("a.pdf",), is_locked=True)
    assert codes(attachments=(file,)) == ["attachment-locked"]


# --- words


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Your account will be suspended within 24 hours", "pressure"),
        ("大至急ご確認ください", "pressure"),
        ("お客様のアカウントが停止されました", "pressure"),
        ("不正なアクセスを検知しました", "pressure"),
        ("Please find our new bank details", "payment"),
        ("お振込先の口座変更のお知らせ", "payment"),
        ("請求書をお送りします", "payment"),
        ("Verify your account", "log_in"),
        ("パスワードの有効期限が切れます", "log_in"),
        ("下記のURLからログインしてください", "log_in"),
        ("ﾊﾟｽﾜｰﾄﾞの再設定", "log_in"),
    ],
)
def test_words(text, group):
    assert getattr(words_in(text), group)


@pytest.mark.parametrize(
    "text",
    [
        "Lunch on Friday?",
        "お疲れさまです。明日の会議は10時からです。",
        "The insurgent invoiced nobody.",
        "先日はありがとうございました。資料を添付します。",
        "urgentlyish",
    ],
)
def test_ordinary_words(text):
    found = words_in(text)
    assert (found.pressure, found.payment, found.log_in) == ((), (), ())


def test_word_signs():
    text = "至急、下記のリンクから請求書をご確認ください。"
    assert codes(text=text) == ["presses", "about-money", "asks-for-log-in"]
