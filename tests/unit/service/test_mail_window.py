"""Reading one span of sent mail again."""

from __future__ import annotations

import pytest

from sentwatch.core.mail_window import mailers_of, recipients_of, subjects_of
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.service.incident_report import windows_of
from sentwatch.service.mail_window import known_window, read_window
from support.lived_in import Lived


@pytest.fixture
def lived(tmp_path):
    lived = Lived(tmp_path / "data")
    lived.look()
    yield lived
    lived.app.close()


def ledger(lived):
    return lived.app.account_store(lived.account.id).ledger


@pytest.fixture
def window(lived):
    [window] = windows_of(lived.account, lived.app.incident_of.flagged(lived.account), ledger(lived))
    return window


def test_the_ledger_alone_knows_the_numbers(window):
    assert len(window.known) == 312
    assert sum(one.recipients for one in window.known) == 340
    assert window.messages is None
    assert window.gone == ()


def test_the_mailbox_gives_the_rest_and_nothing_of_other_hours(lived, window):
    read = read_window(lived.enter(lived.account, CancelToken()), window, cancel=CancelToken())
    assert len(read.messages) == 312
    assert {one.uid for one in read.messages} == {one.uid for one in window.known}
    assert len(recipients_of(read.messages)) == 340
    assert sum(count for _, count in subjects_of(read.messages)) == 312
    assert "お支払い情報の更新" in subjects_of(read.messages)[0][0]
    assert mailers_of(read.messages)[0][0] == "FastPost 1.0.7"


def test_copies_that_are_gone_are_counted(lived, window):
    for one in window.known[:20]:
        lived.mailbox.folders["Sent"].remove(one.uid)
    read = read_window(lived.enter(lived.account, CancelToken()), window, cancel=CancelToken())
    assert (len(read.messages), len(read.gone)) == (292, 20)


def test_a_folder_numbered_anew_is_not_read_by_old_numbers(lived, window):
    lived.mailbox.folders["Sent"].uid_validity += 1
    assert read_window(lived.enter(lived.account, CancelToken()), window, cancel=CancelToken()).messages is None


def test_cancelling_ends_it(lived, window):
    cancel = CancelToken()
    mail = lived.enter(lived.account, CancelToken())
    cancel.cancel()
    with pytest.raises(Cancelled):
        read_window(mail, window, cancel=cancel)


def test_where_nothing_was_read_yet_there_is_nothing(lived, window):
    other = lived.app.account_store("other").ledger
    assert known_window(lived.account, other, start=window.start, end=window.end).known == ()
