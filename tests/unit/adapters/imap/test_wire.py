"""What may leave the socket, and what must never."""

from __future__ import annotations

import pytest

from sentwatch.adapters.imap.wire import ForbiddenLineError, check_line


@pytest.mark.parametrize(
    "line",
    [
        b"A1 CAPABILITY",
        b"A1 NOOP",
        b"A1 LOGOUT",
        b"A1 STARTTLS",
        b"A1 COMPRESS DEFLATE",
        b'A1 LOGIN "a" "b {3}"',
        b"A1 AUTHENTICATE PLAIN",
        b"A1 AUTHENTICATE XOAUTH2 dGVzdA==",
        b'A1 LIST "" "*" RETURN (SPECIAL-USE)',
        b'A1 STATUS "Sent" (MESSAGES UIDNEXT)',
        b'a1 examine "Sent"',
        b"A1 ENABLE QRESYNC",
        b"A1 UID FETCH 1:2000 (UID FLAGS BODY.PEEK[HEADER.FIELDS (DATE FROM)])",
        b"A1 UID FETCH 1:* (UID) (CHANGEDSINCE 5 VANISHED)",
        b"A1 UID SEARCH UID 1:5",
        b"A1 UID SEARCH RETURN (ALL) UID 1:5,9",
        b"A1 IDLE",
        b"A1 UNSELECT",
    ],
)
def test_looking_is_allowed(line: bytes) -> None:
    check_line(line + b"\r\n", after=b"")


@pytest.mark.parametrize(
    "line",
    [
        b"A1 SELECT INBOX",
        b"A1 STORE 1 +FLAGS (\\Deleted)",
        b"A1 UID STORE 1 +FLAGS (\\Deleted)",
        b"A1 UID COPY 1 Trash",
        b"A1 UID MOVE 1 Trash",
        b"A1 COPY 1 Trash",
        b"A1 MOVE 1 Trash",
        b"A1 EXPUNGE",
        b"A1 UID EXPUNGE 1",
        b"A1 CLOSE",
        b"A1 APPEND Sent {5}",
        b"A1 CREATE x",
        b"A1 DELETE x",
        b"A1 RENAME x y",
        b"A1 SUBSCRIBE x",
        b"A1 SETACL x y z",
        b"A1 UID FETCH 1 (BODY[])",
        b"A1 UID FETCH 1 (RFC822)",
        b"A1 UID FETCH 1 (UID BODY[HEADER])",
        b"A1 UID FETCH 1 (UID RFC822.TEXT)",
        b"A1 FETCH 1 (UID)",
        b"A1 UID SEARCH SUBJECT x",
        b"A1 UID SEARCH ALL",
        b"A1 EXAMINE Sent\r\nA2 DELETE Sent",
        b"A1 EXAMINE Sent\nA2 DELETE Sent",
        b"A1 EXAMINE Sent\rx",
        b"A1 EXAMINE a\0b",
        b"A1 EXAMINE {5}",
        b"A1 LOGIN a {5+}",
        b"DONE",
        b"dGVzdA==",
        b"",
        b"A1  SELECT INBOX",
        b"A1 NOOP x",
    ],
)
def test_changing_is_not(line: bytes) -> None:
    with pytest.raises(ForbiddenLineError) as caught:
        check_line(line + b"\r\n", after=b"EXAMINE")
    assert line.decode("latin-1") not in str(caught.value) or not line


def test_answers_only_after_their_questions() -> None:
    check_line(b"dGVzdA==\r\n", after=b"AUTHENTICATE")
    check_line(b"DONE\r\n", after=b"IDLE")
    with pytest.raises(ForbiddenLineError):
        check_line(b"A1 DELETE x\r\n", after=b"AUTHENTICATE")
    with pytest.raises(ForbiddenLineError):
        check_line(b"A1 DELETE x\r\n", after=b"IDLE")
