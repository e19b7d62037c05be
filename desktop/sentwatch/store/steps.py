"""How the store came to be what it is: numbered steps, each applied once and never changed afterwards.

Hashes are keyed (store/keys.py), eight bytes. What is called sealed is encrypted. Times are seconds since the epoch.
"""

from __future__ import annotations

from typing import Final

_FIRST: Final = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID",
    "CREATE TABLE account (id TEXT PRIMARY KEY, position INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID",
    # One generation of one folder: a new UIDVALIDITY begins another.
    """CREATE TABLE folder (
        id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL,
        uid_validity INTEGER NOT NULL, scanned_to INTEGER NOT NULL DEFAULT 0, uid_next INTEGER, messages INTEGER,
        modseq INTEGER, looked_s REAL, UNIQUE (account, role))""",
    # id = folder << 32 | UID.
    """CREATE TABLE sent (
        id INTEGER PRIMARY KEY, folder INTEGER NOT NULL, at_s REAL NOT NULL, date_s REAL, message_id INTEGER,
        refs BLOB NOT NULL, recipients BLOB NOT NULL, subject BLOB NOT NULL, size INTEGER NOT NULL, gone_s REAL)""",
    "CREATE INDEX sent_by_time ON sent (folder, at_s)",
    # Sealed subjects, addresses and programs of what is not judged yet, a window each.
    """CREATE TABLE sent_text (
        folder INTEGER NOT NULL, first_id INTEGER NOT NULL, last_id INTEGER NOT NULL, last_s REAL NOT NULL,
        sealed BLOB NOT NULL, PRIMARY KEY (folder, first_id)) WITHOUT ROWID""",
    """CREATE TABLE inbox (
        id INTEGER PRIMARY KEY, folder INTEGER NOT NULL, at_s REAL NOT NULL, address BLOB NOT NULL,
        message_id INTEGER)""",
    # What judging the mail of a Sent folder needs to look up: who was mailed and who wrote, and since when.
    "CREATE TABLE mailed (folder INTEGER, address BLOB, first_s REAL, PRIMARY KEY (folder, address)) WITHOUT ROWID",
    "CREATE TABLE sender (folder INTEGER, address BLOB, first_s REAL, PRIMARY KEY (folder, address)) WITHOUT ROWID",
    "CREATE TABLE selector (account TEXT, name TEXT, last_s REAL, PRIMARY KEY (account, name)) WITHOUT ROWID",
    # Counts by the quarter of an hour, as zones are that much apart at the finest.
    """CREATE TABLE sent_quarter (
        folder INTEGER, quarter INTEGER, messages INTEGER NOT NULL, recipients INTEGER NOT NULL,
        never_mailed INTEGER NOT NULL, replies INTEGER NOT NULL, PRIMARY KEY (folder, quarter)) WITHOUT ROWID""",
    "CREATE TABLE judged (account TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID",
    """CREATE TABLE incident (
        account TEXT, start_s REAL, end_s REAL NOT NULL, body BLOB NOT NULL, sealed BLOB, answer TEXT, answered_s REAL,
        stale INTEGER NOT NULL DEFAULT 0,         PRIMARY KEY (account, start_s)) WITHOUT ROWID""",
    """CREATE TABLE gap (
        account TEXT, since_s REAL, until_s REAL, missing INTEGER NOT NULL, PRIMARY KEY (account, until_s))
        WITHOUT ROWID""",
    """CREATE TABLE finding (
        account TEXT, code TEXT, subject TEXT, severity INTEGER NOT NULL, first_seen_s REAL NOT NULL,
        last_seen_s REAL NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (account, code, subject)) WITHOUT ROWID""",
    """CREATE TABLE look (
        account TEXT, code TEXT, at_s REAL NOT NULL, outcome TEXT NOT NULL, reason BLOB, checked_s REAL,
        PRIMARY KEY (account, code)) WITHOUT ROWID""",
    # Spans in which the account was watched without a break; what lies between them was not watched.
    """CREATE TABLE watched (
        account TEXT, since_s REAL, until_s REAL NOT NULL, PRIMARY KEY (account, since_s)) WITHOUT ROWID""",
    # What people were told of, how serious it was then, and how much of it there was.
    """CREATE TABLE notified (
        account TEXT, code TEXT, subject TEXT, severity INTEGER NOT NULL, amount INTEGER NOT NULL, at_s REAL NOT NULL,
        PRIMARY KEY (account, code, subject)) WITHOUT ROWID""",
    # Where each message that arrived was first seen and where it is now (`place` = folder << 32 | UID), hashes of
    # what a rule could sort it by, and, sealed, the sender and subject of those that a finding may have to show.
    """CREATE TABLE arrival (
        account TEXT, message INTEGER, at_s REAL NOT NULL, seen_s REAL NOT NULL, unwatched_s REAL NOT NULL,
        first_in INTEGER NOT NULL, place INTEGER NOT NULL, flags TEXT NOT NULL, confirmed INTEGER NOT NULL,
        gone_s REAL, moved_s REAL, features BLOB NOT NULL, sealed BLOB, PRIMARY KEY (account, message))
        WITHOUT ROWID""",
    "CREATE INDEX arrival_by_time ON arrival (account, at_s)",
    "CREATE INDEX arrival_by_place ON arrival (place)",
    # What came back. `pending` is the place of a message whose body is still to be read; `original` and `id_domain`
    # are hashes of the Message-ID it answers and of its domain; `known` is 1 where the original lies in Sent, 2 where
    # it is mail of others, 0 where it is not known.
    """CREATE TABLE returned (
        account TEXT, message INTEGER, at_s REAL NOT NULL, kind TEXT NOT NULL, place INTEGER NOT NULL, pending INTEGER,
        original INTEGER, id_domain INTEGER, known INTEGER, original_s REAL, addresses BLOB NOT NULL,
        subject BLOB NOT NULL, from_provider INTEGER NOT NULL, sealed BLOB, PRIMARY KEY (account, message))
        WITHOUT ROWID""",
    "CREATE INDEX returned_by_time ON returned (account, at_s)",
    # Messages in Sent that a rule of the server sent on, sealed.
    """CREATE TABLE forwarded (
        account TEXT, message INTEGER, at_s REAL NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (account, message))
        WITHOUT ROWID""",
    # Small dated values: answers, evidence, progress.
    """CREATE TABLE kept (
        account TEXT, name TEXT, sealed BLOB NOT NULL, PRIMARY KEY (account, name)) WITHOUT ROWID""",
    # Where rules were read (a server's scripts, a file), as a hash.
    """CREATE TABLE rule_place (
        account TEXT, place BLOB, first_s REAL NOT NULL, last_s REAL NOT NULL, PRIMARY KEY (account, place))
        WITHOUT ROWID""",
    # Every rule ever read, by what it does; its name, sentence and text sealed. `replaces` is its hash before a change.
    """CREATE TABLE rule (
        account TEXT, place BLOB, digest TEXT, identity BLOB NOT NULL, first_s REAL NOT NULL, last_s REAL NOT NULL,
        gone_s REAL, was_there INTEGER NOT NULL, replaces TEXT, sealed BLOB NOT NULL,
        PRIMARY KEY (account, place, digest)) WITHOUT ROWID""",
    """CREATE TABLE rule_approval (
        account TEXT, digest TEXT, at_s REAL NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (account, digest))
        WITHOUT ROWID""",
    # Scripts changed by their owner's button: the text before and after, sealed.
    """CREATE TABLE script_backup (
        id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, digest TEXT NOT NULL, at_s REAL NOT NULL,
        put_back_s REAL, sealed BLOB NOT NULL)""",
)

STEPS: Final[tuple[tuple[str, ...], ...]] = (_FIRST,)
