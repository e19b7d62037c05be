"""Which version a page offers: finished ones that can be had, in the order of PEP 440; nothing hostile gets further."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sentwatch.core.release_page import ReleaseFile, ReleasePage, is_newer, newest_release
from sentwatch.core.updates import Release

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def page(*versions, files=(), **more):
    return ReleasePage(**{"api": "1.1", "project": "sentwatch", "versions": versions, "files": tuple(files), **more})


def wheel(version, uploaded="2026-11-03T10:00:00Z", *, is_yanked=False):
    return ReleaseFile(name=f"sentwatch-{version}-py3-none-any.whl", uploaded=uploaded, is_yanked=is_yanked)


def newest(*versions, files=()):
    found = newest_release(page(*versions, files=files), now=NOW)
    return None if found is None else found.version


@pytest.mark.parametrize(
    ("versions", "best"),
    [
        (("1.9", "1.10", "1.2"), "1.10"),
        (("2.0rc1", "2.0b2", "2.0a1", "2.0.dev3", "1.4"), "1.4"),
        (("1.4", "1.4.post1"), "1.4.post1"),
        (("1.4.post1.dev1", "1.4"), "1.4"),
        (("2026.1", "1!0.1"), "1!0.1"),
        (("1.4", "1.4+office.2"), "1.4+office.2"),
        (("v1.5", " 1.6 ", "1.07"), "1.7"),
        (("1.3.0",), "1.3.0"),
        (("2.0rc1",), None),
        ((), None),
        (("latest", "1.x", "", "1..2", "1.4\n<b>", "٢.٠", "1.0; rm -rf ~"), None),
        (("9" * 39, "1.0"), "9" * 39),
        (("9" * 41, "1.0"), "1.0"),
        (("9" * 100_000, "1." * 50_000 + "1", "1.0"), "1.0"),
    ],
    ids=str,
)
def test_the_newest_finished_version(versions, best):
    assert newest(*versions) == best


def test_the_order_on_the_page_means_nothing():
    versions = ["1.0", "1.10", "1.2", "1.9.post3"]
    assert newest(*versions) == newest(*reversed(versions)) == "1.10"


def test_what_was_taken_back_wholly_is_passed_over():
    files = (wheel("1.3.0", is_yanked=True), wheel("1.2.0"))
    assert newest("1.2.0", "1.3.0", files=files) == "1.2.0"
    half = ReleaseFile(name="sentwatch-1.3.0.tar.gz")
    assert newest("1.2.0", "1.3.0", files=(*files, half)) == "1.3.0"
    assert newest("1.3.0", files=(wheel("1.3.0", is_yanked=True),)) is None


def test_a_version_without_files_cannot_be_had_where_others_have_some():
    assert newest("1.2.0", "9.0", files=(wheel("1.2.0"),)) == "1.2.0"
    # A page of installers, whose names tell nothing in a known form, counts by its list.
    assert newest("1.2.0", "1.3.0", files=(ReleaseFile(name="Sentwatch 1.2.0 setup.exe"),)) == "1.3.0"


def test_files_of_others_tell_nothing():
    strange = ReleaseFile(name="something_else-9.0-py3-none-any.whl")
    assert newest("1.2.0", files=(strange, wheel("1.1"))) == "1.1"


@pytest.mark.parametrize(
    "name",
    [
        "", "sentwatch", ".whl", "sentwatch-.whl", "sentwatch-1.0.whl", "-1.0.tar.gz", "sentwatch-\x00.tar.gz",
        "sentwatch-" + "9" * 5000 + ".tar.gz", "sentwatch-" + "9" * 100 + ".tar.gz", "../../sentwatch-9.tar.gz",
        "sentwatch-9.0-py3-none-any.whl" * 100_000,
    ],
    ids=lambda name: repr(name[:24]),
)  # fmt: skip
def test_names_of_files_that_are_none(name):
    assert newest("1.2.0", files=(ReleaseFile(name=name), wheel("1.1"))) == "1.1"


@pytest.mark.parametrize(
    ("uploaded", "since"),
    [
        (("2026-11-03T10:00:00Z",), datetime(2026, 11, 3, 10, tzinfo=UTC)),
        (("2026-11-03T10:00:00.123456Z", "2026-11-04T10:00:00Z"), datetime(2026, 11, 3, 10, 0, 0, 123456, tzinfo=UTC)),
        (("", "2026-11-04T10:00:00Z"), datetime(2026, 11, 4, 10, tzinfo=UTC)),
        (("2027-01-01T00:00:00Z",), None),
        (("9999-12-31T23:59:59-23:59",), None),
        (("0001-01-01T00:00:00+23:59",), None),
        (("1970-01-01T00:00:00Z",), None),
        (("2026-11-03T10:00:00",), None),
        (("yesterday", "2026-13-40T99:00:00Z", "1" * 10_000), None),
    ],
    ids=str,
)
def test_since_when_it_is_there(uploaded, since):
    found = newest_release(page("1.3.0", files=[wheel("1.3.0", when) for when in uploaded]), now=NOW)
    assert found == Release(version="1.3.0", since=since)


@pytest.mark.parametrize(
    ("there", "running", "expected"),
    [
        ("1.3.0", "1.2.0", True), ("1.2", "1.2.0", False), ("1.10", "1.9", True), ("1.2.0", "1.3.0.dev1", False),
        ("1.3.0", "1.3.0rc2", True), ("1.2.0", "1.2.0.post1", False), ("1.2.0", "1.2.0+office.1", False),
        ("0.9", "1!0.1", False),
    ],
)  # fmt: skip
def test_whether_it_is_newer(there, running, expected):
    assert is_newer(Release(version=there), running) is expected


@pytest.mark.parametrize(
    ("api", "project", "expected"),
    [
        ("1.0", "sentwatch", True), ("1.9", "Sent.Watch", False), ("1.1", "SentWatch", True), ("2.0", "sentwatch", False),
        ("10.0", "sentwatch", False), ("", "sentwatch", False), ("1.1", "requests", False), ("1.1", "", False),
    ],
)  # fmt: skip
def test_whether_the_page_is_ours_and_in_a_known_form(api, project, expected):
    assert page(api=api, project=project).is_read_by_us is expected
