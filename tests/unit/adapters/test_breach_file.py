"""Lists of leaked passwords on the disk: sorted and huge, small and unsorted, one file a range, and wrong ones."""

from __future__ import annotations

import hashlib

import pytest

from sentwatch.adapters.breach_file import HashFile
from sentwatch.core.breach import FILE_EMPTY, FILE_FOREIGN, FILE_MISSING, FILE_NTLM, FILE_UNSORTED
from sentwatch.core.passwords import Password
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken


def sha1(text):
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest().upper()


WORDS = [f"password {n}" for n in range(3000)]
ROWS = sorted(f"{sha1(word)}:{number + 1}" for number, word in enumerate(WORDS))


def seen(path, text, **more):
    return HashFile(path, **more).times_seen(Password(text), cancel=CancelToken())


def reason(path, text="password 5", **more):
    with pytest.raises(Trouble) as caught:
        seen(path, text, **more)
    assert caught.value.params["path"] == path.name
    return caught.value.params["reason"].text


@pytest.fixture(params=["\n", "\r\n"])
def listed(tmp_path, request):
    path = tmp_path / "list.txt"
    path.write_text(request.param.join(ROWS) + request.param, newline="")
    return path


@pytest.mark.parametrize("read_whole", [0, 1 << 30])
def test_each_row_is_found_and_others_are_not(listed, read_whole):
    for number in (*range(0, 3000, 97), *(WORDS.index(word) for word in (WORDS[0], WORDS[-1]))):
        assert seen(listed, WORDS[number], read_whole=read_whole) == number + 1
    first, last = ROWS[0].split(":"), ROWS[-1].split(":")
    assert seen(listed, WORDS[int(first[1]) - 1], read_whole=read_whole) == int(first[1])
    assert seen(listed, WORDS[int(last[1]) - 1], read_whole=read_whole) == int(last[1])
    for text in ("not there", "another", "", "password 3000"):
        assert seen(listed, text, read_whole=read_whole) == 0


def test_without_a_final_line_end_with_small_letters_and_without_counts(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("\n".join(row.partition(":")[0].lower() for row in ROWS))
    assert seen(path, WORDS[7], read_whole=0) == 1
    assert seen(path, "not there", read_whole=0) == 0


def test_a_byte_order_mark_is_no_harm(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("\n".join(ROWS), encoding="utf-8-sig")
    for row in (ROWS[0], ROWS[1], ROWS[-1]):
        assert seen(path, WORDS[int(row.partition(":")[2]) - 1], read_whole=0) == int(row.partition(":")[2])


def test_a_small_unsorted_list_is_read_whole(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("\n".join(reversed(ROWS)))
    assert seen(path, WORDS[3]) == 4
    assert reason(path, read_whole=0) == FILE_UNSORTED


class Huge:
    """A sorted list of 30 GB that nobody has to write: row n is a hash that grows with n, 45 bytes each."""

    rows = 700_000_000

    def __init__(self):
        self.at = 0
        self.reads = 0

    def seek(self, offset, whence=0):
        self.at = self.rows * 45 if whence == 2 else offset
        return self.at

    def tell(self):
        return self.at

    def readline(self, most):
        self.reads += 1
        number, inside = divmod(self.at, 45)
        if number >= self.rows:
            return b""
        line = (f"{(number << 160) // self.rows:040X}:{number % 900 + 1:03d}\n").encode()
        assert len(line) == 45
        piece = line[inside:][:most]
        self.at += len(piece)
        return piece


def test_thirty_gigabytes_are_searched_by_halves(tmp_path):
    for number in (0, 1, 12_345, 349_999_999, Huge.rows - 1):
        huge = Huge()
        digest = f"{(number << 160) // Huge.rows:040X}".encode()
        size = huge.seek(0, 2)
        assert size > 30 * 10**9
        found = HashFile(tmp_path / "x")._by_halves(huge, size, digest, CancelToken())
        assert found == number % 900 + 1
        assert huge.reads < 300
    absent = f"{((5 << 160) // Huge.rows) + 1:040X}".encode()
    assert HashFile(tmp_path / "x")._by_halves(Huge(), Huge.rows * 45, absent, CancelToken()) == 0


def test_a_folder_of_ranges(tmp_path):
    digest = sha1("password 5")
    (tmp_path / f"{digest[:5]}.txt").write_text(f"{digest[5:]}:9\r\n{'A' * 35}:1\r\n")
    assert seen(tmp_path, "password 5") == 9
    assert reason(tmp_path, "password 6") == FILE_MISSING
    (tmp_path / f"{sha1('password 6')[:5]}").write_text("not a range")
    assert reason(tmp_path, "password 6") == FILE_FOREIGN


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", FILE_EMPTY),
        (b"\n\n", FILE_EMPTY),
        (b"password\nqwerty\n", FILE_FOREIGN),
        (b"\x00" * 5000, FILE_FOREIGN),
        (b"A" * 100_000, FILE_FOREIGN),
        (b"8846F7EAEE8FB117AD06BDD830B7586C:5\n" * 9, FILE_NTLM),
    ],
)
def test_other_files_are_refused_in_words(tmp_path, content, why):
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    assert reason(path) == why


def test_a_list_that_turns_into_something_else_is_refused(tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes("\n".join(ROWS).encode()[:50_000] + b"\n" + b"<html>" * 9000)
    assert reason(path, read_whole=0) == FILE_FOREIGN


def test_no_file(tmp_path):
    assert reason(tmp_path / "absent.txt") == FILE_MISSING


def test_cancelled(listed):
    cancel = CancelToken()
    cancel.cancel()
    for read_whole in (0, 1 << 30):
        with pytest.raises(Cancelled):
            HashFile(listed, read_whole=read_whole).times_seen(Password("x"), cancel=cancel)
