"""Which version a release page offers: finished ones that can be had, compared as PEP 440 orders them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename
from packaging.version import InvalidVersion, Version

from sentwatch.core.updates import Release

PROJECT: Final = "sentwatch"
API: Final = 1
"""The major version we read; of a later one PEP 629 says to read nothing."""
MAX_VERSION: Final = 40
"""Longer ones are nobody's: ours have some six signs."""
MAX_FILE_NAME: Final = 200
_FIRST: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Nothing of ours is older; a file dated 1970 was built to be the same each time, not made then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFile:
    """One file of the page: its name, when it was put there (as written), and whether it was taken back."""

    name: str
    uploaded: str = ""
    is_yanked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage:
    """The parts of a project page that are read (PEP 691 and 700), as they stand there."""

    api: str
    project: str
    versions: tuple[str, ...] = ()
    files: tuple[ReleaseFile, ...] = ()

    @property
    def is_read_by_us(self) -> bool:
        """Whether it is a page of this program in a form we know."""
        return self.api.partition(".")[0] == str(API) and canonicalize_name(self.project) == PROJECT


def newest_release(page: ReleasePage, *, now: datetime) -> Release | None:
    """The newest finished version of the page; None where it has none.

    Passed over are versions that do not parse, pre-releases and development versions, and versions whose files were all
    taken back (PEP 592) or are none, unless no name of a file tells its version at all: then the list alone counts.
    """
    files = list(_files(page.files))
    listed = {version for text in page.versions if (version := _version(text)) is not None}
    there = {version for version, file in files if not file.is_yanked}
    candidates = there if files else listed
    finished = [version for version in candidates if not version.is_prerelease]
    if not finished:
        return None
    best = max(finished)
    dates = [when for version, file in files if version == best and (when := _when(file.uploaded, now)) is not None]
    return Release(version=str(best), since=min(dates, default=None))


def is_newer(release: Release, running: str) -> bool:
    """Whether `release` comes after the version that runs."""
    return Version(release.version) > Version(running)


def _files(files: Iterable[ReleaseFile]) -> Iterator[tuple[Version, ReleaseFile]]:
    """Each of our files whose name tells a version: wheels and source archives do."""
    for file in files:
        name = file.name
        if len(name) > MAX_FILE_NAME:
            continue
        try:
            if name.endswith(".whl"):
                project, version = parse_wheel_filename(name)[:2]
            else:
                project, version = parse_sdist_filename(name)
        except ValueError:  # what it finds invalid is one, and so is a number beyond Python's limit
            continue
        if project == PROJECT and len(str(version)) <= MAX_VERSION:
            yield version, file


def _version(text: str) -> Version | None:
    if len(text) > MAX_VERSION:
        return None
    try:
        return Version(text)
    except InvalidVersion:
        return None


def _when(text: str, now: datetime) -> datetime | None:
    """When a file was put there; None for a time without a zone, before our first version or still to come."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when if when.tzinfo is not None and _FIRST <= when <= now else None
