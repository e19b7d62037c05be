"""Compiles the translations when a wheel or an editable install is built, so that no compiled file is kept in git."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_all(root: Path) -> list[Path]:
    """Write a .mo beside each .po under resources/locale and return what was written."""
    written = []
    for po in sorted(root.glob("resources/locale/*/LC_MESSAGES/*.po")):
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parts[-3], domain=po.stem)
        # Written aside first: another process may be reading the compiled words.
        aside = po.with_suffix(".mo.new")
        with aside.open("wb") as target:
            write_mo(target, catalog)
        aside.replace(po.with_suffix(".mo"))
        written.append(po.with_suffix(".mo"))
    return written


class WordsHook(BuildHookInterface[Any]):
    """Hatchling finds this class by its base."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        compile_all(Path(self.root))


if __name__ == "__main__":
    compile_all(Path(__file__).resolve().parents[1])
