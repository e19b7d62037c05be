"""The release page a packager names is found in the installed metadata; a copy without metadata names none."""

from __future__ import annotations

import sys

import pytest

from sentwatch.adapters.own_metadata import named_release_page


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Puts a distribution with these urls in front of all others."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    def install(*urls):
        folder = tmp_path / "sentwatch-1.2.0.dist-info"
        folder.mkdir()
        lines = ["Metadata-Version: 2.4", "Name: sentwatch", "Version: 1.2.0", *(f"Project-URL: {url}" for url in urls)]
        (folder / "METADATA").write_text("\n".join(lines) + "\n\n", encoding="utf-8")

    return install


@pytest.mark.parametrize(
    ("urls", "found"),
    [
        ((), ""),
        (("Homepage, https://office.example/",), ""),
        (("Homepage, https://office.example/", "Release page, https://office.example/simple/sentwatch/"),
         "https://office.example/simple/sentwatch/"),
        (("RELEASE-PAGE,https://office.example/a,b",), "https://office.example/a,b"),
        (("Release page", "release page,"), ""),
    ],
)  # fmt: skip
def test_the_page_is_found_by_its_label(installed, urls, found):
    installed(*urls)
    assert named_release_page() == found


def test_a_copy_without_metadata_names_none(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert named_release_page() == ""


def test_this_build_names_none():
    """We know of no host of our own: naming one is the packager's business (desktop/README.md)."""
    assert named_release_page() == ""
