"""States of many folders at once, while the server tells of others in between in whatever form it likes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.adapters.imap.test_betrayal import enter

from sentwatch.core.trouble import Trouble
from sentwatch.ports.mail import FolderState
from support.scripted_imap import Script, Talk, scripted_imap

OTHER = "迷惑メール".encode()


def states(tmp_path: Path, said: bytes, *, asked: str = "Sent") -> tuple[FolderState, ...]:
    """What is understood where the server says this before its own answer."""

    def status(talk: Talk, tag: str, _rest: str) -> None:
        talk.say(said)
        talk.say(f"{tag} OK done\r\n")

    with scripted_imap(tmp_path, Script(answers={"STATUS": status})) as script:
        mail = enter(script)
        try:
            mail.folders()
            return tuple(mail.states([asked]))
        finally:
            mail.close()


OWN = b"* STATUS Sent (MESSAGES 3 UIDNEXT 4 UIDVALIDITY 9)\r\n"


@pytest.mark.parametrize(
    "between",
    [
        b"",
        b"* STATUS INBOX (MESSAGES 70 UIDNEXT 80 UIDVALIDITY 1)\r\n",
        b"* STATUS {%d}\r\n%b (MESSAGES 70 UIDNEXT 80 UIDVALIDITY 1)\r\n" % (len(OTHER), OTHER),
        b"* STATUS {5}\r\n\r\n\r\n) (MESSAGES 70 UIDNEXT 80 UIDVALIDITY 1)\r\n",
    ],
)
def test_news_of_others_are_not_taken_for_the_answer(tmp_path: Path, between: bytes) -> None:
    for said in (between + OWN, OWN + between):
        [state] = states(tmp_path, said)
        assert (state.messages, state.uid_next, state.uid_validity) == (3, 4, 9)


def test_a_name_in_a_literal_is_the_answer_as_well(tmp_path: Path) -> None:
    [state] = states(tmp_path, b"* STATUS {4}\r\nSent (MESSAGES 3 UIDNEXT 4 UIDVALIDITY 9)\r\n")
    assert state.uid_next == 4


def test_a_folder_that_is_not_told_is_left_out(tmp_path: Path) -> None:
    assert states(tmp_path, b"") == ()


def test_literals_without_end_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        states(tmp_path, b"* STATUS " + b"{1}\r\nx" * 40 + b"\r\n")
    assert caught.value.kind.code == "server-broke-rules"
