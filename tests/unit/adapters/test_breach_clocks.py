"""The reporting clocks can be edited, and a wrong edit is refused rather than followed."""

from __future__ import annotations

import msgspec
import pytest
import yaml

from sentwatch.adapters.breach_clocks import FILE, breach_clocks, packaged_clocks, read_clocks
from sentwatch.adapters.resources import resource
from sentwatch.core.trouble import SETTINGS_UNREADABLE, Trouble


def whole():
    return yaml.safe_load(resource("breach_clocks.yaml").read_bytes())


def written(file):
    return yaml.safe_dump(file, allow_unicode=True).encode()


def test_without_an_own_file_the_packaged_ones_count(tmp_path):
    assert breach_clocks(None) == packaged_clocks()
    assert breach_clocks(tmp_path) == packaged_clocks()


def test_an_own_file_replaces_and_adds(tmp_path):
    file = whole()
    mine = dict(file["clocks"][0])
    mine["duties"] = [{**mine["duties"][0], "within": 4}]
    other = {**file["clocks"][1], "id": "xx-own"}
    (tmp_path / FILE).write_bytes(written({**file, "clocks": [mine, other]}))
    clocks = breach_clocks(tmp_path)
    assert clocks[0].duties[0].within == 4
    assert [clock.id for clock in clocks] == [*(clock.id for clock in packaged_clocks()), "xx-own"]


@pytest.mark.parametrize("text", [b"schema: 1\nclocks: nonsense", b"\xff", b"x" * 2_000_000])
def test_an_own_file_that_cannot_be_used_is_said_so(tmp_path, text):
    (tmp_path / FILE).write_bytes(text)
    with pytest.raises(Trouble) as caught:
        breach_clocks(tmp_path)
    assert caught.value.kind is SETTINGS_UNREADABLE
    assert FILE in str(caught.value.params["path"])


@pytest.mark.parametrize(
    ("spoil", "path"),
    [
        (lambda clock: clock["duties"][0].pop("within"), r"\$\.clocks\[0\]\.duties\[0\]\.within"),
        (lambda clock: clock["duties"][0].update(unit="promptly"), r"duties\[0\]\.within"),
        (lambda clock: clock["duties"][0].update(soft=9), r"duties\[0\]\.soft"),
        (lambda clock: clock["duties"][0].update(unit="weeks"), r"duties\[0\]\.unit"),
        (lambda clock: clock.update({"report-url": "http://example.com"}), r"report-url"),
        (lambda clock: clock.update({"checked-on": "last week"}), r"checked-on"),
        (lambda clock: clock.update(sources=["hearsay"]), r"sources\[0\]"),
        (lambda clock: clock["duties"].append(clock["duties"][0]), r"duties\[4\]"),
    ],
)
def test_a_spoilt_clock_is_refused_with_the_path(spoil, path):
    file = whole()
    spoil(file["clocks"][0])
    with pytest.raises(msgspec.ValidationError, match=path):
        read_clocks(written(file))
