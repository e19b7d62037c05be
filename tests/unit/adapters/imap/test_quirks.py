"""What single providers do differently, as scripted servers: read all the same, and never more than once refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from sentwatch.adapters.imap import ImapDoor
from sentwatch.adapters.imap.wire import ForbiddenLineError, check_line
from sentwatch.core.accounts import Account
from sentwatch.core.folders import FolderRole, find_folder
from sentwatch.core.trouble import (
    APP_PASSWORD_NEEDED,
    BROWSER_SIGN_IN_NEEDED,
    SERVER_REFUSED,
    THROTTLED,
    TOO_MANY_CONNECTIONS,
    Trouble,
)
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential, CredentialKind
from support.scripted_imap import Script, answer, scripted_imap


def enter(script, *, secret="secret word", kind=CredentialKind.PASSWORD):
    account = Account(id="1", address="me@example.com", host=script.host, port=script.port, ca_file=str(script.ca_file))
    return ImapDoor(account).open(credential=Credential(secret, kind), cancel=CancelToken())


def read(mail, folder="Sent"):
    state = mail.examine(folder)
    windows = list(mail.read_headers(first_uid=1, last_uid=state.uid_next - 1))
    return [message.uid for window in windows for message in window.messages]


def refused(script, tmp_path, **more):
    with scripted_imap(tmp_path, script), pytest.raises(Trouble) as caught:
        enter(script, **more)
    return caught.value


def says(text):
    return lambda talk, tag, _rest: talk.say(text.replace("TAG", tag))


def sign_ins(script):
    return [verb for verb in script.verbs if verb.startswith(("AUTHENTICATE ", "LOGIN "))]


def test_netease_wants_our_name_before_any_folder(tmp_path: Path):
    named = []

    def hear_id(talk, tag, rest):
        named.append(rest)
        talk.say(f'* ID ("name" "Coremail Imap")\r\n{tag} OK ID completed\r\n')

    def examine(talk, tag, rest):
        if named:
            answer(talk, tag, rest)
        else:
            talk.say(f"{tag} NO EXAMINE Unsafe Login. Please contact kefu@188.com for help\r\n")

    script = Script(capabilities="IMAP4rev1 XLIST SPECIAL-USE ID", answers={"ID ": hear_id, "EXAMINE": examine})
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        assert read(mail) == [1, 2, 3, 4, 5]
        mail.close()
    assert len(named) == 1
    assert "me@example.com" not in named[0]


def test_a_refused_id_is_no_trouble(tmp_path: Path):
    script = Script(capabilities="IMAP4rev1 ID", answers={"ID ": says("TAG BAD unknown\r\n")})
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        assert len(read(mail)) == 5
        mail.close()


def test_microsoft_names_no_special_use(tmp_path: Path):
    names = ("Archive", "Deleted Items", "Drafts", "INBOX", "Junk Email", "Sent Items")
    rows = "".join(f'* LIST (\\HasNoChildren) "/" "{name}"\r\n' for name in names)
    script = Script(
        capabilities="IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+",
        answers={"LIST": says(rows + "TAG OK LIST completed.\r\n"), "ID ": says("TAG OK done\r\n")},
    )
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        folders = mail.folders()
        mail.close()
    assert {folder.name for folder in folders} == set(names)
    assert find_folder(folders, FolderRole.SENT).folder.name == "Sent Items"


def test_microsoft_refuses_passwords_and_hears_ours_once(tmp_path: Path):
    script = Script(
        capabilities="IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR",
        answers={"AUTHENTICATE": lambda talk, tag, _r: (talk.say("+ \r\n"), talk.hear(), talk.say(f"{tag} NO Basic authentication is disabled.\r\n"))},
    )  # fmt: skip
    assert refused(script, tmp_path).kind is BROWSER_SIGN_IN_NEEDED
    assert len(sign_ins(script)) == 1


def test_gmail_wants_an_app_password_and_is_asked_once(tmp_path: Path):
    def refuse(talk, tag, _rest):
        talk.say("+ \r\n")
        talk.hear()
        talk.say("* NO [WEBALERT https://accounts.google.com/signin/continue?x=1] Web login required.\r\n")
        talk.say(
            f"{tag} NO [ALERT] Application-specific password required: "
            "https://support.google.com/accounts/answer/185833 (Failure)\r\n"
        )

    trouble = refused(Script(answers={"AUTHENTICATE": refuse}), tmp_path)
    assert trouble.kind is APP_PASSWORD_NEEDED
    # A link out of a server's mouth is not shown: the provider table has the page.
    assert "http" not in str(trouble.params)


def test_gmail_allows_no_further_connection(tmp_path: Path):
    def refuse(talk, tag, _rest):
        talk.say("+ \r\n")
        talk.hear()
        talk.say(f"{tag} NO [ALERT] Too many simultaneous connections. (Failure)\r\n")

    script = Script(answers={"AUTHENTICATE": refuse})
    assert refused(script, tmp_path).kind is TOO_MANY_CONNECTIONS
    assert script.connections == 1
    assert len(sign_ins(script)) == 1


def test_gmail_label_folders(tmp_path: Path):
    rows = (
        '* LIST (\\HasNoChildren) "/" "INBOX"\r\n'
        '* LIST (\\HasChildren \\Noselect) "/" "[Gmail]"\r\n'
        '* LIST (\\All \\HasNoChildren) "/" "[Gmail]/&MFkweTBmMG4w4TD8MOs-"\r\n'
        '* LIST (\\HasNoChildren \\Sent) "/" "[Gmail]/&kAFP4W4IMH8w4TD8MOs-"\r\n'
        '* LIST (\\HasNoChildren \\Trash) "/" "[Gmail]/&MLQw33ux-"\r\n'
        '* LIST (\\HasNoChildren \\Junk) "/" "[Gmail]/&j,dg0TDhMPww6w-"\r\n'
        "TAG OK Success\r\n"
    )
    script = Script(capabilities="IMAP4rev1 SPECIAL-USE X-GM-EXT-1", answers={"LIST": says(rows)})
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        folders = mail.folders()
        assert read(mail, "[Gmail]/送信済みメール") == [1, 2, 3, 4, 5]
        mail.close()
    assert find_folder(folders, FolderRole.SENT).folder.name == "[Gmail]/送信済みメール"
    assert any("EXAMINE" in line and "&kAFP4W4IMH8w4TD8MOs-" in line for line in script.heard)


def test_a_throttled_sign_in_carries_the_time_given(tmp_path: Path):
    def refuse(talk, tag, _rest):
        talk.say("+ \r\n")
        talk.hear()
        talk.say(f"{tag} NO Request is throttled. Suggested Backoff Time: 299961 milliseconds\r\n")

    trouble = refused(Script(answers={"AUTHENTICATE": refuse}), tmp_path)
    assert trouble.kind is THROTTLED
    assert trouble.params["wait_s"] == 300


@pytest.mark.parametrize("offer", ["AUTH=XOAUTH2", "AUTH=OAUTHBEARER"])
def test_a_refused_token_goes_out_once_and_the_servers_reasons_are_answered_empty(tmp_path: Path, offer: str):
    heard = []

    def refuse(talk, tag, _rest):
        talk.say("+ \r\n")
        talk.hear()
        talk.say("+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")
        heard.append(talk.hear())
        talk.say(f"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n")

    script = Script(capabilities=f"IMAP4rev1 {offer} AUTH=PLAIN", answers={"AUTHENTICATE": refuse})
    refused(script, tmp_path, kind=CredentialKind.ACCESS_TOKEN)
    assert len(sign_ins(script)) == 1
    assert heard == [""]


def test_yahoo_refuses_header_search_and_is_never_asked_for_one():
    for line in (b'A1 UID SEARCH HEADER Message-ID "x"\r\n', b"A1 UID SEARCH SINCE 1-Jan-2026\r\n"):
        with pytest.raises(ForbiddenLineError):
            check_line(line, after=b"")


def test_uid_validity_zero(tmp_path: Path):
    def examine(talk, tag, _rest):
        talk.say("* 5 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 0] ok\r\n* OK [UIDNEXT 6] ok\r\n")
        talk.say(f"{tag} OK [READ-ONLY] done\r\n")

    script = Script(answers={"EXAMINE": examine})
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        assert mail.examine("Sent").uid_validity == 0
        assert read(mail) == [1, 2, 3, 4, 5]
        mail.close()


@pytest.mark.parametrize("plus", ["+\r\n", "+ \r\n"])
def test_plus_without_text(tmp_path: Path, plus: str):
    def authenticate(talk, tag, _rest):
        talk.say(plus)
        talk.hear()
        talk.say(f"{tag} OK done\r\n")

    script = Script(answers={"AUTHENTICATE": authenticate})
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        assert len(read(mail)) == 5
        mail.close()


def test_unsolicited_fetch_and_expunge_in_between(tmp_path: Path):
    def fetch(talk, tag, _rest):
        talk.say("* 3 FETCH (FLAGS (\\Seen))\r\n* 9 EXISTS\r\n* 2 FETCH (UID 2 FLAGS ())\r\n")
        talk.say(b"".join(talk.fetch(uid) for uid in range(1, 6)))
        talk.say("* 1 EXPUNGE\r\n* 5 FETCH (FLAGS (\\Deleted) UID 5)\r\n")
        talk.say(f"{tag} OK done\r\n")

    script = Script(answers={"UID FETCH": fetch})
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        assert read(mail) == [1, 2, 3, 4, 5]
        mail.close()


def test_literals_in_odd_places(tmp_path: Path):
    rows = b'* LIST (\\Sent) "/" {4}\r\nSent\r\n* LIST () {1}\r\n/ "INBOX"\r\n'

    def fold(talk, tag, _rest):
        talk.say(rows)
        talk.say(f"{tag} OK done\r\n")

    def fetch(talk, tag, _rest):
        text = b"From: me@example.jp\r\nTo: a@example.com\r\n\r\n"
        for uid in range(1, 6):
            talk.say(
                b"* %d FETCH (BODY[HEADER.FIELDS ({4}\r\nDATE)] {%d}\r\n%s UID %d)\r\n" % (uid, len(text), text, uid)
                if uid == 3
                else b"* %d FETCH (INTERNALDATE {26}\r\n17-Jul-2026 13:58:02 +0900 BODY[HEADER.FIELDS (DATE)] {%d}\r\n%s"
                b" UID %d RFC822.SIZE 100 FLAGS ())\r\n" % (uid, len(text), text, uid)
            )
        talk.say(f"{tag} OK done\r\n")

    script = Script(answers={"LIST": fold, "UID FETCH": fetch})
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        assert "Sent" in {folder.name for folder in mail.folders()}
        seen = read(mail)
        # An odd reply may cost itself; it must not cost its neighbours or the connection.
        assert set(seen) >= {1, 2, 4, 5}
        mail.close()


def test_a_folder_the_provider_refuses_is_told_with_its_words(tmp_path: Path):
    script = Script(answers={"EXAMINE": says("TAG NO [CANNOT] not for you\r\n")})
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        with pytest.raises(Trouble) as caught:
            mail.examine("Sent")
        mail.close()
    assert caught.value.kind is SERVER_REFUSED
