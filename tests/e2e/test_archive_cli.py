"""Archives in the terminal: what cannot be read or is somebody else's is said, never told as nothing unusual."""

from __future__ import annotations

import json
from email.utils import formatdate

import pytest

from support.cli import run_cli

OWNER = "me@example.jp"
HEAD = "date,sender,recipients,subject,message_id,size,in_reply_to\n"


def mbox(path, *, count=3):
    with path.open("w") as out:
        for n in range(count):
            out.write(
                f"From {OWNER} Mon Jun 16 10:{n:02d}:00 2025\nFrom: {OWNER}\nTo: a{n}@example.com\n"
                f"Subject: Hello\nDate: {formatdate(1_750_000_000 + n * 40_000)}\nMessage-ID: <{n}@x>\n\nbody\n\n"
            )
    return path


@pytest.mark.parametrize("address", ["somebody@else.example", "ME@example.com"])
def test_an_archive_without_mail_of_that_address_was_not_looked_at(tmp_path, address):
    ran = run_cli("check", "--archive", mbox(tmp_path / "mine.mbox"), "--account-address", address, "--json")
    assert ran.code == 3
    [report] = ran.json["reports"]
    assert {check["outcome"] for check in report["checks"]} == {"failed"}
    assert f"it holds no mail that {address} sent. Check that" in ran.err
    text = run_cli("check", "--archive", tmp_path / "mine.mbox", "--account-address", address).out
    assert "nothing unusual" not in text


def test_an_address_in_other_letters_is_the_same(tmp_path):
    ran = run_cli("check", "--archive", mbox(tmp_path / "mine.mbox"), "--account-address", "Me@Example.JP", "--json")
    assert ran.code == 0


def test_an_archive_given_twice_counts_once_in_each_report(tmp_path):
    log = tmp_path / "burst.csv"
    rows = [f"2025-06-16T10:00:{n:02d}Z,{OWNER},v{n}@victim.example,Pay,<{n}@x>,9," for n in range(60)]
    log.write_text(HEAD + "\n".join(rows))
    ran = run_cli("check", "--archive", log, "--archive", log, "--account-address", OWNER, "--json")
    assert ran.code == 1
    assert [finding["params"]["messages"] for finding in ran.findings("sent.burst")] == [60, 60]
    titles = {finding["title"] for finding in ran.findings("sent.burst")}
    assert len(titles) == 1
    assert titles.pop().startswith("60 messages within a minute at 10:00 on Monday 16 June 2025. Your usual")


def test_damaged_records_are_sentences_of_their_own(tmp_path):
    log = tmp_path / "bad.csv"
    log.write_text(HEAD + f"never,{OWNER},a@b.c,x,<1@x>,1,\n2025-06-01,,a@b.c,x,<2@x>,1,\n"
                   f"2025-06-01T10:00Z,{OWNER},a@b.c,x,<3@x>,1,\n")  # fmt: skip
    [report] = run_cli("check", "--archive", log, "--account-address", OWNER, "--json").json["reports"]
    reason = report["checks"][0]["reason"]
    assert reason.endswith(
        "2 records could not be read: bad.csv: In line 2: it has no readable date. "
        "bad.csv: In line 3: it has no readable sender."
    )
    ran = run_cli("check", "--archive", log, "--account-address", OWNER, "--json", "--lang", "ja")
    reason = ran.json["reports"][0]["checks"][0]["reason"]
    assert "。 " not in reason
    assert reason.endswith("。")
    assert reason.count("bad.csv: ") == 2


def test_a_quotation_mark_that_is_never_closed_hides_no_row(tmp_path):
    log = tmp_path / "cut.csv"
    rows = [f"2025-06-16T10:00:{n:02d}Z,{OWNER},v{n}@victim.example,Pay,<{n}@x>,9," for n in range(60)]
    rows[3] = rows[3].replace("Pay", '"Pay')
    log.write_text(HEAD + "\n".join(rows))
    ran = run_cli("check", "--archive", log, "--account-address", OWNER, "--json")
    assert ran.findings("sent.burst")[0]["params"]["messages"] == 59
    [report] = ran.json["reports"]
    assert (
        "1 record could not be read: cut.csv: In line 5: a quotation mark is not closed."
        in (report["checks"][0]["reason"])
    )


def test_line_feeds_within_quotation_marks_are_part_of_the_text(tmp_path):
    log = tmp_path / "fine.csv"
    log.write_text(HEAD + f'2025-06-16T10:00Z,{OWNER},a@b.c,"one\ntwo, ""three""\n\nfour",<1@x>,9,\n'
                   f'2025-06-16T11:00Z,{OWNER},a@b.c,5" disk,<2@x>,9,\n')  # fmt: skip
    [report] = run_cli("check", "--archive", log, "--account-address", OWNER, "--json").json["reports"]
    assert report["checks"][0] == {
        "code": "sent.burst", "outcome": "checked", "reason": "Learned from 1 day with sent mail only."
    }  # fmt: skip


def test_a_trouble_is_two_sentences_in_both_languages(tmp_path):
    empty = tmp_path / "empty.mbox"
    empty.touch()
    assert "could not be read: it is empty. Check that" in run_cli("check", "--archive", empty).err
    said = run_cli("check", "--archive", empty, "--lang", "ja").err
    assert "中身がありません。ファイルがあること" in said
    assert json.loads(run_cli("check", "--archive", empty, "--json").out)["reports"][0]["account"] == str(empty)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_every_line_end_ends_a_row(tmp_path, end, encoding):
    log = tmp_path / "log.csv"
    rows = [f"2025-06-16T10:00:{n % 60:02d}Z,{OWNER},v{n}@victim.example,支払い,<{n}@x>,9," for n in range(60)]
    log.write_bytes((HEAD + "\n".join(rows) + "\n").replace("\n", end).encode(encoding))
    ran = run_cli("check", "--archive", log, "--account-address", OWNER, "--json")
    assert ran.findings("sent.burst")[0]["params"]["messages"] == 60, ran.err
    [report] = ran.json["reports"]
    assert report["checks"][0]["reason"] == "Learned from 1 day with sent mail only."
