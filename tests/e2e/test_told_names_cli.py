"""What the terminal calls things: a report names what it looked at, a list of guides says what each is about."""

from __future__ import annotations

import pytest

from support.cli import run_cli

MAIL = b"From: somebody@example.com\r\nTo: me@example.jp\r\nSubject: Hello\r\n\r\nHello\r\n"


def test_a_report_of_no_account_names_what_was_looked_at(tmp_path):
    mail = tmp_path / "strange.eml"
    mail.write_bytes(MAIL)
    ran = run_cli("mail", mail, "--data-dir", tmp_path / "data")
    assert ran.out.startswith("strange.eml — "), ran.err
    ran = run_cli("device", "--lang", "ja")
    assert ran.out.startswith("このコンピューター — "), ran.out


def test_a_name_cannot_write_lines_of_its_own(tmp_path):
    mail = tmp_path / "x\n\x1b[31mred.eml"
    mail.write_bytes(MAIL)
    first = run_cli("mail", mail, "--data-dir", tmp_path / "data").out.splitlines()[0]
    assert first.startswith("x [31mred.eml — ")


@pytest.mark.parametrize(("lang", "title"), [("en", "An app password for Gmail"), ("ja", "Gmail のアプリパスワード")])
def test_the_list_of_guides_says_what_each_is_about(lang, title):
    lines = run_cli("guide", "--lang", lang).out.splitlines()
    assert [line.split() for line in lines if line.startswith("app-password-gmail ")] == [
        ["app-password-gmail", *title.split()]
    ]
    assert all(len(line.split()) > 1 for line in lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("accounts", "add"), "--address を指定してください。"),
        (("check", "--since"), "オプション '--since' には値が必要です。"),
        (("demo", "more"), "余分な引数があります: more"),
        (("demo", "--jsn"), "'--json' のことですか。"),
        (("rules", "--answer", "x"), "'x' は選べません。選べるのは 'nothing-unknown'"),
        (("check", "--since", "x"), "x は 0 から 36500 までの整数ではありません。"),
        (("evidence", "save"), "を指定してください。"),
    ],
)
def test_japanese_refusals_are_japanese(arguments, said):
    ran = run_cli("--lang", "ja", *arguments)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert said in ran.err


def test_japanese_help_is_japanese():
    shown = run_cli("accounts", "add", "--lang", "ja", "--help").out
    assert "[必須]" in shown
    assert "<=" not in shown
