"""What holds for every test: nothing unexpected is said, and the translations are those of the tree."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, settings

# A test says what is true, not how fast this machine is at the moment.
settings.register_profile("sentwatch", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sentwatch")

ROOT = Path(__file__).resolve().parents[1]

pytest_plugins = ["support.fail_loudly"]


def pytest_sessionstart():
    for po in sorted(ROOT.glob("resources/locale/*/LC_MESSAGES/*.po")):
        compiled = po.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parts[-3], domain=po.stem)
        # Written aside first: another process may be reading the compiled words.
        aside = po.with_suffix(".mo.new")
        with aside.open("wb") as target:
            write_mo(target, catalog)
        aside.replace(compiled)
