"""Products that websites name themselves, and from which version on they still get security updates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Versions whose beginning is `prefix` ("7.4") got their last security update on `on`."""

    product: str
    prefix: str
    on: date


# From the makers' own pages: php.net/supported-versions, drupal.org (release cycle), docs.joomla.org, httpd.apache.org,
# openssl-library.org; general knowledge as of 2026-11, so that only long and well known ends stand here.
_ENDED: Final = (
    *(Ended(product="php", prefix=f"5.{minor}", on=date(2018, 12, 31)) for minor in range(7)),
    *(Ended(product="php", prefix=f"7.{minor}", on=date(2022, 11, 28)) for minor in range(5)),
    Ended(product="php", prefix="8.0", on=date(2023, 11, 26)),
    Ended(product="php", prefix="8.1", on=date(2025, 12, 31)),
    Ended(product="drupal", prefix="7", on=date(2025, 1, 5)),
    Ended(product="drupal", prefix="8", on=date(2021, 11, 2)),
    Ended(product="drupal", prefix="9", on=date(2023, 11, 1)),
    Ended(product="joomla", prefix="3", on=date(2023, 8, 17)),
    Ended(product="joomla", prefix="4", on=date(2025, 10, 14)),
    Ended(product="apache", prefix="2.2", on=date(2017, 12, 31)),
    Ended(product="openssl", prefix="1.0", on=date(2019, 12, 31)),
    Ended(product="openssl", prefix="1.1", on=date(2023, 9, 11)),
    *(Ended(product="wordpress", prefix=str(major), on=date(2025, 7, 1)) for major in range(4)),
    *(Ended(product="wordpress", prefix=f"4.{minor}", on=date(2025, 7, 1)) for minor in range(7)),
    Ended(product="jquery", prefix="1", on=date(2021, 3, 2)),
    Ended(product="jquery", prefix="2", on=date(2021, 3, 2)),
)


def support_ended(product: str, version: str) -> date | None:
    """Return when a version got its last update, None where it still does or where we do not know."""
    if not re.fullmatch(r"[0-9][0-9A-Za-z.\-+~]{0,39}", version):
        return None
    name = product.lower().removesuffix("!")
    found = [
        ended
        for ended in _ENDED
        if ended.product == name and (version == ended.prefix or version.startswith(ended.prefix + "."))
    ]
    return found[0].on if found else None
