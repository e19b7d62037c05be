"""Servers that drip, flood, lie, cut and go silent: each ends in its own trouble, soon, with nothing said in clear."""

from __future__ import annotations

import logging
import ssl
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from sentwatch.adapters.imap import ImapDoor, ImapMail, Limits
from sentwatch.core.accounts import Account, Security
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.mail import Credential, CredentialKind, HeaderWindow
from support.scripted_imap import Script, Talk, scripted_imap, uid_range

SECRET = 'パスワード {5} "quoted" \\ back'
QUICK = Limits(
    connect_s=2, silence_s=0.4, patience_s=0.8, least_bytes_per_s=1e6, line_bytes=4096, literal_bytes=8192,
    command_bytes=200_000, window_bytes=400_000,
)  # fmt: skip


def account(script: Script, **more: object) -> Account:
    security = Security.STARTTLS if script.starttls else Security.TLS
    values = {"ca_file": str(script.ca_file), "security": security} | more
    return Account(id="1", address="me@example.jp", host=script.host, port=script.port, **values)  # type: ignore[arg-type]


def enter(script: Script, *, cancel: CancelToken | None = None, secret: str = SECRET, **more: object) -> ImapMail:
    door = ImapDoor(account(script, **more), limits=QUICK)
    return door.open(credential=Credential(secret), cancel=cancel or CancelToken())


def read(mail: ImapMail, last_uid: int | None = None) -> list[HeaderWindow]:
    state = mail.examine("Sent")
    return list(mail.read_headers(first_uid=1, last_uid=last_uid or state.uid_next - 1))


def trouble_of(script: Script, tmp_path: Path, *, last_uid: int | None = None) -> str:
    def visit() -> None:
        mail = enter(script)
        try:
            read(mail, last_uid)
        finally:
            mail.close()

    with scripted_imap(tmp_path, script), pytest.raises(Trouble) as caught:
        visit()
    assert SECRET not in str(caught.value.params)
    return caught.value.kind.code


def uids(windows: list[HeaderWindow]) -> list[int]:
    return [message.uid for window in windows for message in window.messages]


def says(text: str | bytes) -> object:
    raw = text.encode() if isinstance(text, str) else text
    return lambda talk, tag, _rest: talk.say(raw.replace(b"TAG", tag.encode()))


def test_an_honest_server_is_read(tmp_path: Path) -> None:
    with scripted_imap(tmp_path, Script()) as script:
        mail = enter(script)
        assert uids(read(mail)) == [1, 2, 3, 4, 5]
        assert [list(u) for u in mail.present_uids(first_uid=2, last_uid=4)] == [[2, 3, 4]]
        assert mail.facts.mechanism == "PLAIN"
        mail.close()
    assert {verb.split()[0] for verb in script.verbs if verb} <= {
        "CAPABILITY", "AUTHENTICATE", "EXAMINE", "UID", "LOGOUT",
    }  # fmt: skip


def test_login_where_plain_is_not_offered_carries_any_character(tmp_path: Path) -> None:
    with scripted_imap(tmp_path, Script(capabilities="IMAP4rev1")) as script:
        mail = enter(script)
        assert mail.facts.mechanism == "LOGIN"
        mail.close()
    login = [line for line in script.heard if " LOGIN " in line]
    assert len(login) == 1
    assert login[0].endswith('"パスワード {5} \\"quoted\\" \\\\ back"')


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        ("TAG NO [AUTHENTICATIONFAILED] Invalid credentials\r\n", "bad-credential"),
        ("TAG NO LOGIN failed.\r\n", "bad-credential"),
        ("TAG NO [ALERT] Application-specific password required: https://x\r\n", "app-password-needed"),
        ("TAG NO [WEBALERT https://x] Web login required.\r\n", "browser-sign-in-needed"),
        ("TAG NO [UNAVAILABLE] Temporary authentication failure.\r\n", "server-trouble"),
        ("TAG NO [ALERT] Too many simultaneous connections. (Failure)\r\n", "too-many-connections"),
        ("TAG BAD what?\r\n", "bad-credential"),
        ("* BYE Too many connections\r\n", "too-many-connections"),
        ("* BYE going away\r\n", "server-trouble"),
    ],
)
def test_a_refused_sign_in_is_told_apart_and_tried_once(tmp_path: Path, refusal: str, code: str) -> None:
    def refuse(talk: Talk, tag: str, _rest: str) -> None:
        talk.say("+ \r\n")
        talk.hear()
        talk.say(refusal.replace("TAG", tag))
        if refusal.startswith("*"):
            talk.cut()

    script = Script(answers={"AUTHENTICATE": refuse})
    assert trouble_of(script, tmp_path) == code
    assert sum("AUTHENTICATE" in line or "LOGIN" in line for line in script.heard) == 1
    assert script.connections == 1


def test_a_disabled_login_is_never_tried(tmp_path: Path) -> None:
    script = Script(capabilities="IMAP4rev1 LOGINDISABLED")
    assert trouble_of(script, tmp_path) == "encryption-refused"
    assert not any("LOGIN " in line for line in script.heard)


def test_only_tokens_accepted_means_browser_sign_in(tmp_path: Path) -> None:
    script = Script(capabilities="IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2")
    assert trouble_of(script, tmp_path) == "browser-sign-in-needed"


@pytest.mark.parametrize(("offer", "mechanism"), [("AUTH=XOAUTH2", "XOAUTH2"), ("AUTH=OAUTHBEARER", "OAUTHBEARER")])
def test_an_access_token_signs_in_its_own_way(tmp_path: Path, offer: str, mechanism: str) -> None:
    with scripted_imap(tmp_path, Script(capabilities=f"IMAP4rev1 AUTH=PLAIN {offer}")) as script:
        door = ImapDoor(account(script), limits=QUICK)
        mail = door.open(credential=Credential("token", CredentialKind.ACCESS_TOKEN), cancel=CancelToken())
        assert mail.facts.mechanism == mechanism
        mail.close()


@pytest.mark.parametrize("secret", ["", "a\r\nA2 DELETE Sent", "a\0b"])
def test_a_secret_that_would_break_out_of_its_line_never_leaves(tmp_path: Path, secret: str) -> None:
    with scripted_imap(tmp_path, Script(capabilities="IMAP4rev1")) as script, pytest.raises(Trouble) as caught:
        enter(script, secret=secret)
    assert caught.value.kind.code == "bad-credential"
    assert not any("LOGIN" in line or "DELETE" in line for line in script.heard)


def test_starttls(tmp_path: Path) -> None:
    with scripted_imap(tmp_path, Script(starttls=True)) as script:
        mail = enter(script)
        assert uids(read(mail)) == [1, 2, 3, 4, 5]
        mail.close()
    assert script.heard[0] == "SWTLS STARTTLS"
    assert "CAPABILITY" in script.heard[1]


@pytest.mark.parametrize(
    ("refusal", "code"),
    [(b"TAG NO not here\r\n", "encryption-refused"), (b"TAG BAD what\r\n", "encryption-refused"),
     (b"* BYE no\r\n", "encryption-refused"), (b"garbage\r\n", "encryption-refused")],
)  # fmt: skip
def test_refused_starttls_says_nothing_secret(tmp_path: Path, refusal: bytes, code: str) -> None:
    script = Script(starttls=True, answers={"STARTTLS": says(refusal)})  # type: ignore[dict-item]
    assert trouble_of(script, tmp_path) == code
    assert script.heard == ["SWTLS STARTTLS"]


def test_preauth_before_tls_is_refused(tmp_path: Path) -> None:
    script = Script(starttls=True, greeting=b"* PREAUTH welcome\r\n")
    assert trouble_of(script, tmp_path) == "encryption-refused"
    assert script.heard == []


def test_words_injected_before_tls_do_not_survive(tmp_path: Path) -> None:
    script = Script(starttls=True, before_tls=b"* CAPABILITY IMAP4rev1 AUTH=EVIL\r\nSW1 OK injected\r\n")
    assert trouble_of(script, tmp_path) in ("server-broke-rules", "encryption-refused", "network-cut")
    assert script.heard == ["SWTLS STARTTLS"]


def test_an_unknown_authority_is_refused_before_any_word(tmp_path: Path) -> None:
    with scripted_imap(tmp_path, Script()) as script, pytest.raises(Trouble) as caught:
        enter(script, ca_file=None)
    assert caught.value.kind.code == "certificate-refused"
    assert script.heard == []


def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    script = Script(wrong_name=True)
    assert trouble_of(script, tmp_path) == "certificate-refused"
    assert script.heard == []


def test_an_authority_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("no certificate")
    with scripted_imap(tmp_path, Script()) as script, pytest.raises(Trouble) as caught:
        enter(script, ca_file=str(tmp_path / "no.pem"))
    assert caught.value.kind.code == "certificate-refused"


def test_old_tls_is_refused(tmp_path: Path) -> None:
    script = Script(tls_version=ssl.TLSVersion.TLSv1_1)
    assert trouble_of(script, tmp_path) in ("encryption-refused", "network-cut")
    assert script.heard == []


def test_nobody_listens(tmp_path: Path) -> None:
    with scripted_imap(tmp_path, Script()) as script:
        pass
    with pytest.raises(Trouble) as caught:
        enter(script)
    assert caught.value.kind.code == "network-cut"


@pytest.mark.parametrize("verb", ["CAPABILITY", "AUTHENTICATE", "EXAMINE", "UID FETCH"])
def test_silence_ends(tmp_path: Path, verb: str) -> None:
    script = Script(answers={verb: lambda talk, _tag, _rest: talk.silent()})
    assert trouble_of(script, tmp_path) == "server-silent"


@pytest.mark.parametrize("verb", ["CAPABILITY", "EXAMINE", "UID FETCH"])
def test_a_drip_ends(tmp_path: Path, verb: str) -> None:
    script = Script(answers={verb: lambda talk, _tag, _rest: talk.drip(b"* OK still here\r\n" * 50, 0.05)})
    assert trouble_of(script, tmp_path) == "server-silent"


@pytest.mark.parametrize("verb", ["CAPABILITY", "EXAMINE", "UID FETCH", "UID SEARCH"])
@pytest.mark.parametrize(
    "data",
    [b"* OK still here\r\n" * 100, b"x" * 4096, b'* LIST () "/" {99999999999}\r\n', b"* 1 FETCH (FLAGS (\\Seen))\r\n" * 50,
     b"* 1 FETCH (UID 1 BODY[HEADER.FIELDS (A)] {9999999}\r\n"],
    ids=["lines", "one-line", "literal", "replies", "header"],
)  # fmt: skip
def test_a_flood_ends(tmp_path: Path, verb: str, data: bytes) -> None:
    script = Script(answers={verb: lambda talk, _tag, _rest: talk.flood(data)})

    def visit() -> None:
        mail = enter(script)
        try:
            if verb == "UID SEARCH":
                mail.examine("Sent")
                list(mail.present_uids(first_uid=1, last_uid=5))
            else:
                read(mail)
        finally:
            mail.close()

    with scripted_imap(tmp_path, script), pytest.raises(Trouble) as caught:
        visit()
    assert caught.value.kind.code == "server-broke-rules"


@pytest.mark.parametrize("verb", ["CAPABILITY", "LIST", "UID SEARCH"])
def test_a_flood_of_short_lines_ends_by_their_number(tmp_path: Path, verb: str) -> None:
    script = Script(answers={verb: lambda talk, _tag, _rest: talk.flood(b"* \r\n" * 1000)})

    def visit() -> None:
        door = ImapDoor(account(script), limits=replace(QUICK, command_bytes=1 << 30, command_lines=3_000))
        mail = door.open(credential=Credential(SECRET), cancel=CancelToken())
        try:
            mail.folders()
            mail.examine("Sent")
            list(mail.present_uids(first_uid=1, last_uid=5))
        finally:
            mail.close()

    with scripted_imap(tmp_path, script), pytest.raises(Trouble) as caught:
        visit()
    assert caught.value.kind.code == "server-broke-rules"


@pytest.mark.parametrize("verb", ["CAPABILITY", "AUTHENTICATE", "EXAMINE", "UID FETCH"])
def test_a_cut_is_a_cut(tmp_path: Path, verb: str) -> None:
    script = Script(answers={verb: lambda talk, _tag, _rest: talk.cut()})
    assert trouble_of(script, tmp_path) == "network-cut"


def test_a_cut_in_the_middle_of_a_literal(tmp_path: Path) -> None:
    def half(talk: Talk, _tag: str, _rest: str) -> None:
        talk.say(talk.fetch(1) + talk.fetch(2)[:-20])
        talk.cut()

    assert trouble_of(Script(answers={"UID FETCH": half}), tmp_path) == "network-cut"


def test_a_greeting_that_is_not_imap(tmp_path: Path) -> None:
    assert trouble_of(Script(greeting=b"220 smtp.example ESMTP\r\n"), tmp_path) == "server-broke-rules"


def test_a_bye_for_greeting(tmp_path: Path) -> None:
    assert trouble_of(Script(greeting=b"* BYE Too many connections\r\n"), tmp_path) == "too-many-connections"


@pytest.mark.parametrize("verb", ["UID FETCH", "UID SEARCH", "STATUS", "LIST", "EXAMINE"])
def test_nonsense_in_place_of_replies_is_a_trouble_or_nothing(tmp_path: Path, verb: str) -> None:
    nonsense = says(
        b"* 1 FETCH (UID\r\n* LIST (((\r\n* STATUS )\r\n* \xff\x00\r\n* SEARCH a -1 99999999999999\r\nTAG OK\r\n"
    )
    with scripted_imap(tmp_path, Script(answers={verb: nonsense})) as script:  # type: ignore[dict-item]
        mail = enter(script)
        codes: list[str] = []
        try:
            mail.folders()
            mail.state("Sent")
            assert uids(read(mail, 5)) == ([] if verb == "UID FETCH" else [1, 2, 3, 4, 5])
            assert list(mail.present_uids(first_uid=1, last_uid=5)) in ([[]], [[1, 2, 3, 4, 5]])
        except Trouble as trouble:
            codes.append(trouble.kind.code)
        finally:
            mail.close()
    assert set(codes) <= {"server-broke-rules", "server-refused"}


def test_any_order_of_attributes_and_what_nobody_asked_for(tmp_path: Path) -> None:
    def mixed(talk: Talk, tag: str, _rest: str) -> None:
        text = b"To: a@example.com\r\n\r\n"
        talk.say(b"* 9 EXISTS\r\n* 4 FETCH (FLAGS (\\Seen) UID 4)\r\n* 3 EXPUNGE\r\n* OK note {x}\r\n")
        talk.say(
            b'* 1 FETCH (BODY[HEADER.FIELDS ("DATE" TO)] {%d}\r\n%s INTERNALDATE "17-Jul-2026 13:58:02 +0900" '
            b"FLAGS (\\Seen X) RFC822.SIZE 77 MODSEQ (5) UID 1)\r\n" % (len(text), text)
        )
        talk.say(
            b'* 2 FETCH (UID 2 BODY[HEADER.FIELDS (TO)] "To: q@example.com" INTERNALDATE "17-Jul-2026 13:58:02 +0900")\r\n'
        )
        talk.say(talk.fetch(5))
        talk.say(f"{tag} OK done\r\n")

    with scripted_imap(tmp_path, Script(answers={"UID FETCH": mixed})) as script:
        mail = enter(script)
        (window,) = read(mail)
        mail.close()
    assert [m.uid for m in window.messages] == [1, 2, 5]
    assert window.messages[0].recipients == ("a@example.com",)
    assert window.messages[0].size == 77
    assert window.messages[0].flags == ("\\seen", "x")
    assert window.messages[0].at_s == 1784264282.0
    assert window.messages[1].recipients == ("q@example.com",)
    assert window.damaged == 0


def test_a_message_counts_once_and_only_in_its_window(tmp_path: Path) -> None:
    def twice(talk: Talk, tag: str, _rest: str) -> None:
        talk.say(talk.fetch(3) + talk.fetch(1) + talk.fetch(3) + talk.fetch(900) + f"{tag} OK done\r\n".encode())

    with scripted_imap(tmp_path, Script(answers={"UID FETCH": twice})) as script:
        mail = enter(script)
        assert uids(read(mail)) == [1, 3]
        mail.close()


def test_damaged_replies_cost_themselves_only(tmp_path: Path) -> None:
    def damaged(talk: Talk, tag: str, _rest: str) -> None:
        talk.say(talk.fetch(1))
        talk.say(b"* 2 FETCH (UID 2 BODY[HEADER.FIELDS (DATE)] NIL)\r\n")
        talk.say(b"* 3 FETCH (BODY[HEADER.FIELDS (DATE)] {4}\r\n\r\n\r\n)\r\n")
        talk.say(talk.fetch(4) + f"{tag} OK done\r\n".encode())

    with scripted_imap(tmp_path, Script(answers={"UID FETCH": damaged})) as script:
        mail = enter(script)
        (window,) = read(mail)
        mail.close()
    assert [m.uid for m in window.messages] == [1, 4]
    assert window.damaged == 2


def test_a_message_the_server_cannot_tell_costs_itself_only(tmp_path: Path) -> None:
    def chokes(talk: Talk, tag: str, rest: str) -> None:
        first, last = uid_range(rest)
        for uid in range(first, min(last, 4500) + 1):
            if uid == 2345:
                talk.say(f"{tag} NO Internal problem with one message\r\n")
                return
            talk.say(talk.fetch(uid))
        talk.say(f"{tag} OK done\r\n")

    script = Script(messages=4500, answers={"UID FETCH": chokes})
    with scripted_imap(tmp_path, script):
        mail = ImapDoor(account(script)).open(credential=Credential(SECRET), cancel=CancelToken())
        windows = read(mail)
        mail.close()
    assert uids(windows) == [uid for uid in range(1, 4501) if uid != 2345]
    assert [w.damaged for w in windows] == [0, 1, 0]
    assert [(w.first_uid, w.last_uid) for w in windows] == [(1, 2000), (2001, 4000), (4001, 4500)]


def test_a_server_that_refuses_every_fetch_is_told(tmp_path: Path) -> None:
    script = Script(messages=400, answers={"UID FETCH": says("TAG NO no\r\n")})  # type: ignore[dict-item]
    assert trouble_of(script, tmp_path) == "server-refused"


def test_sparse_uids_do_not_cost_a_round_trip_each_window(tmp_path: Path) -> None:
    far = 4_000_000_000

    def found(talk: Talk, tag: str, _rest: str) -> None:
        talk.say(f"* SEARCH 1 2 {far}\r\n{tag} OK done\r\n")

    def fetched(talk: Talk, tag: str, rest: str) -> None:
        first, last = uid_range(rest)
        talk.say(b"".join(talk.fetch(uid) for uid in (1, 2, far) if first <= uid <= last) + f"{tag} OK\r\n".encode())

    script = Script(messages=3, uid_next=far + 1, answers={"UID SEARCH": found, "UID FETCH": fetched})
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        windows = read(mail)
        mail.close()
    assert uids(windows) == [1, 2, far]
    assert windows[0].first_uid == 1
    assert windows[-1].last_uid == far
    assert len(script.heard) < 12


@pytest.mark.parametrize("verb", ["AUTHENTICATE", "EXAMINE", "UID FETCH", "IDLE"])
def test_cancel_ends_the_wait_at_a_silent_server(tmp_path: Path, verb: str) -> None:
    asked = threading.Event()

    def silent(talk: Talk, _tag: str, _rest: str) -> None:
        asked.set()
        talk.silent()

    script = Script(capabilities="IMAP4rev1 AUTH=PLAIN IDLE", answers={verb: silent})
    cancel = CancelToken()
    left_s: list[float] = []

    def work() -> None:
        try:
            door = ImapDoor(account(script))
            mail = door.open(credential=Credential(SECRET), cancel=cancel)
            try:
                read(mail)
                mail.wait_for_change(60)
            finally:
                mail.close()
        except Cancelled:
            left_s.append(time.monotonic())

    with scripted_imap(tmp_path, script):
        thread = threading.Thread(target=work)
        thread.start()
        assert asked.wait(10)
        cancel.cancel()
        thread.join(10)
        assert not thread.is_alive()
    assert left_s


def test_cancelled_before_it_began(tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with scripted_imap(tmp_path, Script()) as script, pytest.raises(Cancelled):
        enter(script, cancel=cancel)
    assert script.connections == 0


def test_idle_tells_of_a_change(tmp_path: Path) -> None:
    def idle(talk: Talk, tag: str, _rest: str) -> None:
        talk.say("+ idling\r\n* OK still here\r\n* 6 EXISTS\r\n")
        assert talk.hear() == "DONE"
        talk.say(f"{tag} OK done\r\n")

    script = Script(capabilities="IMAP4rev1 AUTH=PLAIN IDLE", answers={"IDLE": idle})
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        mail.examine("Sent")
        assert mail.wait_for_change(5) is True
        assert mail.state("Sent").messages == 5
        mail.close()


def test_a_quiet_idle_ends_in_no_change_and_the_line_lives_on(tmp_path: Path) -> None:
    def idle(talk: Talk, tag: str, _rest: str) -> None:
        talk.say("+ idling\r\n")
        assert talk.hear() == "DONE"
        talk.say(f"{tag} OK done\r\n")

    script = Script(capabilities="IMAP4rev1 AUTH=PLAIN IDLE", answers={"IDLE": idle})
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        mail.examine("Sent")
        assert mail.wait_for_change(0.2) is False
        assert mail.state("Sent").messages == 5
        mail.close()


def test_a_cut_while_idling_is_told(tmp_path: Path) -> None:
    def idle(talk: Talk, _tag: str, _rest: str) -> None:
        talk.say("+ idling\r\n")
        talk.cut()

    script = Script(capabilities="IMAP4rev1 AUTH=PLAIN IDLE", answers={"IDLE": idle})
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        mail.examine("Sent")
        with pytest.raises(Trouble) as caught:
            mail.wait_for_change(5)
        mail.close()
    assert caught.value.kind.code == "network-cut"


def test_mangled_and_strange_folder_names(tmp_path: Path) -> None:
    lines = (
        b'* LIST (\\HasNoChildren) "." "INBOX.&kAFP4W4IMH8wyDDsMKQ-"\r\n* LIST () "/" "&broken"\r\n'
        b'* LIST () "/" "\xe6\x97\xa5"\r\n* LIST () NIL 123\r\n* LIST (\\Noselect) "/" "quo\\"te"\r\nTAG OK done\r\n'
    )
    with scripted_imap(tmp_path, Script(answers={"LIST": says(lines)})) as script:  # type: ignore[dict-item]
        mail = enter(script)
        found = mail.folders()
        for folder in found:
            mail.examine(folder.name)
        mail.examine("a\r\nA1 DELETE Sent")
        mail.close()
    assert not any(line.startswith("A1 ") for line in script.heard)
    assert found[0].name == "INBOX.送信済みトレイ"
    assert found[0].delimiter == "."
    assert {f.name for f in found} >= {"123", 'quo"te'}
    assert any('EXAMINE "INBOX.&kAFP4W4IMH8wyDDsMKQ-"' in line for line in script.heard)


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    script = Script(answers={"EXAMINE": says("TAG NO [NONEXISTENT] Unknown Mailbox\r\n")})  # type: ignore[dict-item]
    assert trouble_of(script, tmp_path) == "folder-missing"


def test_nothing_is_logged_and_nothing_secret_is_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with scripted_imap(tmp_path, Script(capabilities="IMAP4rev1")) as script:
        mail = enter(script)
        read(mail)
        assert mail._client._imap._cmd_log == {}
        mail.close()
    assert caplog.text == ""
    assert SECRET not in repr(Credential(SECRET))
