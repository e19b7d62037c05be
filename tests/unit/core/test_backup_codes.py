"""Lists of backup codes, as services show them and people paste them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sentwatch.core.backup_codes import (
    MAX_CODES,
    MAX_TEXT,
    BackupSet,
    joined_codes,
    masked,
    parted_codes,
    read_codes,
    to_type,
)

TWO_COLUMNS = """SAVE YOUR BACKUP CODES
Keep these backup codes somewhere safe but accessible.

1. 1234 5678\t\t  6. 6789 0123
2. 2345 6789\t\t  7. 7890 1234
10. 0123 4567

(hana@gmail.com)

* You can only use each backup code once.
* Need more? Visit https://g.co/2sv
* These codes were generated on: Nov 25, 2026.
"""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (TWO_COLUMNS, ("1234 5678", "6789 0123", "2345 6789", "7890 1234", "0123 4567")),
        ("1f4a2-9c0de\n77aab-0c1d2\nabcde-fabcd\n", ("1f4a2-9c0de", "77aab-0c1d2", "abcde-fabcd")),
        ("ABCDE-12345-FGHIJ-67890-KLMNO", ("ABCDE-12345-FGHIJ-67890-KLMNO",)),
        ("①１２３４ ５６７８\n②８７６５ ４３２１", ("1234 5678", "8765 4321")),
        ("12345678 23456789 34567890", ("12345678", "23456789", "34567890")),
        ("12345678、23456789,34567890", ("12345678", "23456789", "34567890")),
        ("1) 123 456\n2) 234 567", ("123 456", "234 567")),
        ("• 1234 – 5678\n• 2345\u20116789", ("1234-5678", "2345-6789")),
        ("1 12345678\n2 23456789", ("12345678", "23456789")),
        ("a1b2 c3d4 e5f6 g7h8 i9j0 k1l2 m3n4 o5p6", ("a1b2 c3d4 e5f6 g7h8 i9j0 k1l2 m3n4 o5p6",)),
        ("qwertzui", ("qwertzui",)),
        ("Services\n12345678\n23456789", ("12345678", "23456789")),
        ("a1b2c3d4\nabcdefgh", ("a1b2c3d4", "abcdefgh")),
        ("1234 5678\n1234 5678", ("1234 5678",)),
    ],
)
def test_lists_as_they_come(text, codes):
    assert read_codes(text).codes == codes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n",
        "Keep these codes somewhere",
        "made on 2026-11-25",
        "12345",
        "too few",
        "you have 10 unused codes",
        "é" * 9,
    ],
)
def test_what_is_no_code(text):
    assert read_codes(text).codes == ()


def test_lines_without_a_code_are_counted():
    read = read_codes(TWO_COLUMNS)
    assert (read.lines_without, read.is_cut) == (6, False)


def test_sizes_are_bound():
    many = read_codes("\n".join(f"{n:08d}" for n in range(200)))
    assert (len(many.codes), many.is_cut) == (MAX_CODES, True)
    assert read_codes("\ufdfa" * MAX_TEXT).codes == ()
    endless = read_codes("1" * 10 * MAX_TEXT)
    assert (endless.codes, endless.is_cut) == ((), True)
    assert read_codes("- " * MAX_TEXT).codes == ()
    assert len(parted_codes("1\n" * MAX_TEXT)) == MAX_CODES


def test_kept_form_shown_form_and_typed_form():
    codes = ("1234 5678", "1f4a2-9c0de")
    assert parted_codes(joined_codes(codes)) == codes
    assert [masked(code) for code in codes] == ["•••• ••••", "•••••-•••••"]
    assert [to_type(code) for code in codes] == ["12345678", "1f4a2-9c0de"]


def test_nothing_of_them_is_in_a_repr():
    assert "1234" not in repr(read_codes("1234 5678"))


@pytest.mark.parametrize(
    ("count", "left", "is_few"),
    [(10, 10, False), (10, 3, False), (10, 2, True), (10, 0, True), (1, 1, False), (2, 1, True)],
)
def test_when_few_are_left(count, left, is_few):
    kept = BackupSet(id="b", name="x", kept_at=datetime(2026, 11, 25, tzinfo=UTC), count=count, left=left)
    assert kept.is_few is is_few
