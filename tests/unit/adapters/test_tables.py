"""What all tables share refuses whatever is not a table, in words and without falling over."""

from __future__ import annotations

import msgspec
import pytest

from sentwatch.adapters.breach_clocks import read_clocks
from sentwatch.adapters.checklist import read_checklist
from sentwatch.adapters.contacts import read_contacts
from sentwatch.adapters.lessons import read_lesson
from sentwatch.adapters.playbooks import read_notices, read_playbooks
from sentwatch.adapters.self_check import read_self_check
from sentwatch.adapters.sheets import read_sheets
from sentwatch.adapters.tables import MAX_BYTES

READERS = [
    read_checklist,
    read_clocks,
    read_contacts,
    read_lesson,
    read_notices,
    lambda text: read_playbooks(text, []),
    read_self_check,
    read_sheets,
]
HOSTILE = [
    b"",
    b"\xff\xfe\x00",
    b"a: [",
    b"- 1\n- 2",
    b"!!python/object/apply:os.system ['true']",
    b"&a [*a, *a]",
    b"[" * 5_000,
    b"x" * (MAX_BYTES + 1),
    b"schema: 1",
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_table_is_refused_in_words(reader, text):
    with pytest.raises(msgspec.ValidationError):
        reader(text)
