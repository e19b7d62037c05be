"""Finding Sent, Trash and Junk."""

from __future__ import annotations

import pytest

from sentwatch.core.accounts import Folder
from sentwatch.core.folders import FolderRole, find_folder


def folders(*names: str, delimiter: str = "/") -> list[Folder]:
    return [Folder(name=name, delimiter=delimiter) for name in names]


def test_the_role_flag_wins_over_names() -> None:
    flagged = Folder(name="Ausgang 2", flags=frozenset({"\\sent"}))
    assert find_folder([*folders("INBOX", "Sent"), flagged], FolderRole.SENT).folder == flagged


@pytest.mark.parametrize(
    "name",
    ["Sent", "SENT ITEMS", "送信済みトレイ", "送信済みアイテム", "送信済みメール", "送信済メール", "送信控え", "送信済み アイテム",
     "Gesendete Objekte", "Éléments envoyés"],
)  # fmt: skip
def test_names_people_meet(name: str) -> None:
    found = find_folder(folders("INBOX", "Drafts", name, "Trash"), FolderRole.SENT)
    assert found.folder is not None
    assert found.folder.name == name


@pytest.mark.parametrize(
    ("name", "delimiter"), [("INBOX.Sent", "."), ("INBOX/送信済みトレイ", "/"), ("[Gmail]/Sent Mail", "/")]
)
def test_names_below_inbox(name: str, delimiter: str) -> None:
    found = find_folder(folders("INBOX", name, delimiter=delimiter), FolderRole.SENT)
    assert found.folder is not None
    assert found.folder.name == name


def test_two_are_candidates_and_never_decided() -> None:
    found = find_folder(folders("Sent", "送信済みトレイ", "INBOX"), FolderRole.SENT)
    assert found.folder is None
    assert [f.name for f in found.candidates] == ["Sent", "送信済みトレイ"]


def test_two_flagged_ones_are_candidates() -> None:
    both = [Folder(name=n, flags=frozenset({"\\sent"})) for n in "ab"]
    assert find_folder(both, FolderRole.SENT).candidates == tuple(both)


def test_a_deep_one_is_only_a_candidate() -> None:
    found = find_folder(folders("INBOX", "Projects/2019/Sent"), FolderRole.SENT)
    assert found.folder is None
    assert [f.name for f in found.candidates] == ["Projects/2019/Sent"]


def test_none_at_all_has_no_candidates() -> None:
    found = find_folder(folders("INBOX", "Absent", "送信"), FolderRole.SENT)
    assert found.folder is None
    assert found.candidates == ()


def test_a_folder_that_cannot_be_opened_does_not_count() -> None:
    closed = Folder(name="Sent", flags=frozenset({"\\noselect"}))
    assert (
        find_folder([closed, *folders("INBOX.Sent", delimiter=".")], FolderRole.SENT).folder
        == folders("INBOX.Sent", delimiter=".")[0]
    )


def test_trash_and_junk_in_japanese() -> None:
    listed = folders("INBOX", "ゴミ箱", "迷惑メール")
    trash = find_folder(listed, FolderRole.TRASH).folder
    junk = find_folder(listed, FolderRole.JUNK).folder
    assert trash is not None
    assert trash.name == "ゴミ箱"
    assert junk is not None
    assert junk.name == "迷惑メール"


def test_half_width_letters_are_the_same_name() -> None:
    assert find_folder(folders("ゴミ箱"), FolderRole.TRASH).folder is not None
