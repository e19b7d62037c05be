"""Evidence: saved whole, checked later, and any change to it shows, whoever made it."""

from __future__ import annotations

import base64
import csv
import io
import json
import os
import zipfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sentwatch.adapters.evidence_box import MAGIC, read_box
from sentwatch.adapters.evidence_manifest import manifest_bytes, read_manifest, signature_text
from sentwatch.adapters.seal import Ed25519Signer
from sentwatch.core.evidence import MANIFEST, SIGNATURE, KeyOwner, listed
from sentwatch.core.mail_window import MailWindow
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.sent import SentMessage
from sentwatch.core.trouble import (
    EVIDENCE_PASSPHRASE_NEEDED,
    EVIDENCE_PASSPHRASE_WRONG,
    EVIDENCE_UNREADABLE,
    FILE_IN_THE_WAY,
    NETWORK_CUT,
    Trouble,
)
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.evidence import gather, save, verify
from sentwatch.service.incident_report import windows_of
from sentwatch.texts.evidence_files import messages_csv, messages_json
from sentwatch.wiring import words_for
from support.lived_in import Lived

WORDS = words_for("en")
OTHER = Ed25519Signer(bytes(32))


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    lived = Lived(tmp_path_factory.mktemp("lived") / "data")
    lived.look()
    lived.begin_incident()
    yield lived
    lived.app.close()


def gathered_from(lived, mail):
    about = lived.app.incident_of
    windows = windows_of(lived.account, about.flagged(lived.account), lived.app.account_store("a1").ledger)
    report = about.report(lived.account, audience=Audience.SMALL_OFFICE, is_personal=True)
    return gather(lived.account, report, windows, mail, cancel=CancelToken())


@pytest.fixture(scope="module")
def gathered(lived):
    return gathered_from(lived, lived.enter(lived.account, CancelToken()))


@pytest.fixture
def folder(lived, gathered, tmp_path):
    save(gathered, tmp_path / "evidence", signer=lived.app.signer, words=WORDS)
    return tmp_path / "evidence"


def test_what_is_saved(lived, gathered, folder):
    assert sorted(path.name for path in folder.iterdir()) == [
        "about.json", "findings.json", "incident.json", "manifest.json", "manifest.sig", "messages.csv",
        "messages.json", "readme.txt",
    ]  # fmt: skip
    assert not folder.stat().st_mode & 0o077
    assert not any(path.stat().st_mode & 0o077 for path in folder.iterdir())
    [window] = json.loads((folder / "messages.json").read_text())["windows"]
    assert len(window["messages"]) == len(window["known_to_the_ledger"]) == 312
    first = window["messages"][0]
    assert first["internal_date"] == "2025-10-18T04:58:02+00:00"
    assert first["message_id"].endswith("@vps-20413.hosting.test")
    assert first["subject"].startswith("=?")
    rows = list(csv.reader(io.StringIO((folder / "messages.csv").read_text("utf-8-sig"))))
    assert len(rows) == 313
    assert "お支払い情報の更新が必要です" in {row[5] for row in rows}.pop() or any(
        "お支払い情報" in row[5] for row in rows
    )
    course = json.loads((folder / "incident.json").read_text())["course"]
    assert [entry["step"] for entry in course["journal"]] == ["save-evidence", "new-password", "cut-access"]
    about = json.loads((folder / "about.json").read_text())
    assert about["account"] == lived.account.address
    assert about["mailbox_read"] is True
    assert "sentwatch evidence verify" in (folder / "readme.txt").read_text()
    assert (gathered.messages, gathered.recipients) == (312, 340)


def test_unchanged_evidence_is_whole(lived, folder):
    verdict = verify(folder, own_key=lived.app.signer.public_key)
    assert verdict.is_whole
    assert verdict.key is KeyOwner.OWN
    assert verdict.fingerprint in (folder / "readme.txt").read_text()
    assert verify(folder, own_key=OTHER.public_key).key is KeyOwner.OTHER
    assert verify(folder, own_key=None).key is KeyOwner.UNKNOWN


@pytest.mark.parametrize(
    ("name", "change", "seen"),
    [
        ("messages.csv", lambda path: path.write_bytes(path.read_bytes().replace(b"FastPost", b"Outlook0")), "changed"),
        ("readme.txt", lambda path: path.unlink(), "missing"),
        ("extra.txt", lambda path: path.write_text("x"), "added"),
        ("link.txt", lambda path: path.symlink_to("/etc/passwd"), "added"),
        ("folder", lambda path: path.mkdir(), "added"),
    ],
)
def test_a_change_shows(lived, folder, name, change, seen):
    change(folder / name)
    verdict = verify(folder, own_key=lived.app.signer.public_key)
    assert not verdict.is_whole
    assert verdict.is_signed
    assert {what: getattr(verdict, what) for what in ("changed", "missing", "added")}[seen] == (name,)


def test_who_rewrites_the_list_as_well_is_seen_by_signature_or_key(lived, folder):
    (folder / "messages.csv").write_bytes(b"nothing happened\n")
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in (MANIFEST, SIGNATURE)}
    manifest = read_manifest((folder / MANIFEST).read_bytes())
    forged = manifest_bytes(replace(manifest, files=listed(files)))
    (folder / MANIFEST).write_bytes(forged)
    verdict = verify(folder, own_key=lived.app.signer.public_key)
    assert (verdict.changed, verdict.is_signed, verdict.is_whole) == ((), False, False)
    # Signed anew with a key of the forger's own, it is whole in itself, and the fingerprint is another.
    forged = manifest_bytes(replace(manifest, files=listed(files), public_key=OTHER.public_key))
    (folder / MANIFEST).write_bytes(forged)
    (folder / SIGNATURE).write_bytes(signature_text(OTHER.sign(forged)))
    again = verify(folder, own_key=lived.app.signer.public_key)
    assert again.is_whole
    assert again.key is KeyOwner.OTHER
    assert again.fingerprint != verdict.fingerprint


def test_nothing_is_written_over(lived, gathered, folder, tmp_path):
    for path in (folder, folder / "readme.txt"):
        with pytest.raises(Trouble) as told:
            save(gathered, path, signer=lived.app.signer, words=WORDS)
        assert told.value.kind is FILE_IN_THE_WAY
    (tmp_path / "a.zip").write_text("mine")
    with pytest.raises(Trouble) as told:
        save(gathered, tmp_path / "a.zip", signer=lived.app.signer, words=WORDS)
    assert told.value.kind is FILE_IN_THE_WAY
    assert (tmp_path / "a.zip").read_text() == "mine"


def test_a_zip_and_a_locked_file_hold_the_same(lived, gathered, folder, tmp_path):
    for path, passphrase in ((tmp_path / "e.zip", None), (tmp_path / "e.locked", "三つ子の魂 correct horse")):
        save(gathered, path, signer=lived.app.signer, words=WORDS, passphrase=passphrase)
        assert read_box(path, passphrase=passphrase) == {one.name: one.read_bytes() for one in folder.iterdir()}
        assert not path.stat().st_mode & 0o077
        assert verify(path, own_key=None, passphrase=passphrase).is_whole
    locked = (tmp_path / "e.locked").read_bytes()
    for plain in (b"PK\x03\x04", b"messages", b"noreply", b"FastPost"):
        assert plain not in locked[len(MAGIC) :]
    with pytest.raises(Trouble) as told:
        verify(tmp_path / "e.locked", own_key=None)
    assert told.value.kind is EVIDENCE_PASSPHRASE_NEEDED
    (tmp_path / "e.locked").write_bytes(locked[:-1] + bytes([locked[-1] ^ 1]))
    for passphrase in ("wrong", "三つ子の魂 correct horse"):
        with pytest.raises(Trouble) as told:
            verify(tmp_path / "e.locked", own_key=None, passphrase=passphrase)
        assert told.value.kind is EVIDENCE_PASSPHRASE_WRONG


def test_without_the_mailbox_the_numbers_of_the_ledger_are_saved(lived, tmp_path):
    gathered = gathered_from(lived, Trouble(NETWORK_CUT, host="mail.example"))
    save(gathered, tmp_path / "e", signer=lived.app.signer, words=words_for("ja"))
    [window] = json.loads((tmp_path / "e" / "messages.json").read_text())["windows"]
    assert (window["is_read"], window["messages"], len(window["known_to_the_ledger"])) == (False, [], 312)
    assert "読めませんでした" in (tmp_path / "e" / "readme.txt").read_text()
    assert json.loads((tmp_path / "e" / "about.json").read_text())["mailbox_trouble"] == "network-cut"
    assert verify(tmp_path / "e", own_key=None).is_whole


def test_a_server_that_fails_on_the_way_costs_the_messages_only(lived, tmp_path):
    lived.mailbox.trouble_after_windows = (lived.mailbox.windows_read, Trouble(NETWORK_CUT, host="mail.example"))
    try:
        gathered = gathered_from(lived, lived.enter(lived.account, CancelToken()))
    finally:
        lived.mailbox.trouble_after_windows = None
    assert gathered.trouble.kind is NETWORK_CUT
    assert gathered.messages == 0


def message(**more):
    plain = SentMessage(1, 1.0, 2.0, "m", (), "a@b.example", ("c@d.example",), "s", 1, (), None, "")
    return plain._replace(**more)


def window_of(*messages):
    from sentwatch.core.history import moment

    return MailWindow(start=moment(0), end=moment(10), folder="Sent", uid_validity=1, known=(), messages=messages)


def test_a_spreadsheet_takes_no_formula_from_a_mail():
    rows = list(
        csv.reader(
            io.StringIO(
                messages_csv([window_of(message(subject="=cmd|'/c calc'!A0", mailer="@x"))]).decode("utf-8-sig")
            )
        )
    )
    assert rows[1][5] == "'=cmd|'/c calc'!A0"
    assert rows[1][11] == "'@x"


def test_impossible_dates_and_lone_surrogates_do_not_stop_it():
    window = window_of(message(date_s=1e18, subject="\udcff", message_id="\ud800"))
    assert messages_json([window])["windows"][0]["messages"][0]["date"] == "1000000000000000000"
    assert messages_csv([window])


def zip_of(path, members, **more):
    with zipfile.ZipFile(path, "w", **more) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "members",
    [
        [("../../etc/cron.d/x.txt", b"x")],
        [("/etc/passwd", b"x")],
        [("a.txt", b"x"), ("a.txt", b"y")],
        [("A.TXT", b"x")],
        [(f"f{n}.txt", b"") for n in range(65)],
        [("messages.json", b"{}")],
    ],
    ids=["up", "root", "twice", "capitals", "many", "no list"],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_somebody_made_up_is_refused(tmp_path, members):
    with pytest.raises(Trouble) as told:
        verify(zip_of(tmp_path / "e.zip", members), own_key=None)
    assert told.value.kind is EVIDENCE_UNREADABLE


def test_a_bomb_is_not_unpacked(tmp_path):
    path = zip_of(tmp_path / "e.zip", [("a.txt", bytes(300 * 1024 * 1024))], compression=zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 1024 * 1024
    with pytest.raises(Trouble) as told:
        verify(path, own_key=None)
    assert told.value.kind is EVIDENCE_UNREADABLE


def test_what_is_not_there_or_no_file_is_told(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "manifest.json").symlink_to("/dev/zero")
    for path in (tmp_path / "none", tmp_path / "box"):
        with pytest.raises(Trouble) as told:
            verify(path, own_key=None)
        assert told.value.kind is EVIDENCE_UNREADABLE
    with pytest.raises(Trouble):
        verify(tmp_path / "pipe", own_key=None)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
def test_any_bytes_are_taken_calmly(tmp_path, data):
    path = tmp_path / "e"
    for head in (b"", b"PK\x03\x04"):
        path.write_bytes(head + data)
        with pytest.raises(Trouble):
            verify(path, own_key=None)


@given(st.binary(max_size=300))
def test_any_list_is_taken_calmly(data):
    assert read_manifest(data) is None


def test_a_key_of_another_length_is_no_key():
    manifest = json.loads(manifest_bytes_of_nothing())
    manifest["public_key"] = base64.b64encode(b"short").decode()
    assert read_manifest(json.dumps(manifest).encode()) is None


def manifest_bytes_of_nothing():
    from datetime import UTC, datetime

    from sentwatch.core.evidence import Manifest

    return manifest_bytes(
        Manifest(made_at=datetime(2025, 1, 1, tzinfo=UTC), program="p", files=(), public_key=bytes(32))
    )
