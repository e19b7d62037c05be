"""Keeps the English words of the code and their translations together: rewrites the catalogs, finds what is missing."""

from __future__ import annotations

import ast
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from japanese import spaced

ROOT = Path(__file__).resolve().parents[1]
MARKS = ("N_", "_", "phrase")
GUIDE_LANGUAGES = ("en", "ja")


def marked(source: str) -> tuple[dict[str, str | None], list[str]]:
    """The marked texts of one module, each with its plural, and marks around something that is no plain text."""
    texts: dict[str, str | None] = {}
    wrong: list[str] = []
    plurals: dict[str, str] = {}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name == "ngettext" and len(node.args) > 1:
            one, many = _text(node.args[0]), _text(node.args[1])
            if one is not None and many is not None:
                plurals[one] = many
        elif name in MARKS and node.args:
            said = _text(node.args[0])
            if said is not None:
                texts[said] = None
            elif isinstance(node.args[0], ast.JoinedStr):
                wrong.append(f"line {node.lineno}: an f-string cannot be translated")
        if name == "Phrase":
            given = {keyword.arg: _text(keyword.value) for keyword in node.keywords}
            one, many = given.get("text"), given.get("plural")
            if one is not None and many is not None:
                plurals[one] = many
    for many in plurals.values():
        texts.pop(many, None)
    return {**texts, **plurals}, wrong


def _text(node: ast.expr) -> str | None:
    """A literal, bare or inside its `N_` mark."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args:
        node = node.args[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def fields(text: str) -> set[str]:
    """The names of a text's {fields}."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def extracted(root: Path) -> tuple[dict[str, str | None], list[str]]:
    """Every marked text under desktop/, and what is marked wrongly."""
    texts: dict[str, str | None] = {}
    wrong: list[str] = []
    for path in sorted((root / "desktop").rglob("*.py")):
        found, bad = marked(path.read_text(encoding="utf-8"))
        for text, plural in found.items():
            texts[text] = plural or texts.get(text)
        wrong += [f"{path.relative_to(root)}, {one}" for one in bad]
    return texts, wrong


def _entries(catalog: Catalog) -> Iterator[tuple[str, str | None, tuple[str, ...], Message]]:
    for message in catalog:
        if not message.id:
            continue
        both = (message.id, None) if isinstance(message.id, str) else (str(message.id[0]), str(message.id[1]))
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        yield *both, tuple(part or "" for part in said), message


def catalog_faults(texts: dict[str, str | None], catalog: Catalog, language: str) -> list[str]:
    """What is missing, empty, fuzzy, dead or has other fields than its source."""
    faults: list[str] = []
    seen: set[str] = set()
    for one, many, said, message in _entries(catalog):
        seen.add(one)
        if one not in texts:
            faults.append(f"{language}: nothing in the code says {one!r}")
            continue
        if texts[one] != many:
            faults.append(f"{language}: {one!r} has another plural than in the code")
        if message.fuzzy:
            faults.append(f"{language}: {one!r} is marked fuzzy")
        if not all(part.strip() for part in said):
            faults.append(f"{language}: {one!r} has no translation")
        if language == "ja" and any(spaced(part) != part for part in said):
            faults.append(f"{language}: {one!r} lacks spaces between Japanese and Latin letters or numbers")
        allowed = fields(one) | (fields(many) if many else set())
        shared = fields(one) & fields(many or one)
        if any(part.strip() and not shared <= fields(part) <= allowed for part in said):
            faults.append(f"{language}: {one!r} has other fields than its translation")
    faults += [f"{language}: {text!r} is missing" for text in texts if text not in seen]
    faults += [f"{language}: {text!r} is kept as obsolete" for text in catalog.obsolete]
    return faults


def guide_faults(guides: Path) -> list[str]:
    """Guides that stand in one language only, or whose headings differ in number or depth."""
    names = {lang: {p.relative_to(guides / lang) for p in (guides / lang).rglob("*.md")} for lang in GUIDE_LANGUAGES}
    first, second = GUIDE_LANGUAGES
    faults = [f"guide {name} stands in one language only" for name in sorted(names[first] ^ names[second])]
    for name in sorted(names[first] & names[second]):
        levels = [_headings(guides / lang / name) for lang in GUIDE_LANGUAGES]
        if levels[0] != levels[1]:
            faults.append(f"guide {name} has other headings in the two languages")
    return faults


def _headings(path: Path) -> list[int]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [len(line) - len(line.lstrip("#")) for line in lines if line.startswith("#")]


def catalogs(root: Path) -> list[Path]:
    """The translation files."""
    return sorted(root.glob("resources/locale/*/LC_MESSAGES/sentwatch.po"))


def _read(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=path.parts[-3], domain=path.stem)


def faults(root: Path) -> list[str]:
    """Everything that is wrong with the words of the project."""
    texts, found = extracted(root)
    if not catalogs(root):
        found.append("there is no translation under resources/locale")
    for path in catalogs(root):
        found += catalog_faults(texts, _read(path), path.parts[-3])
    return found + guide_faults(root / "resources" / "guides")


def rewrite(root: Path) -> None:
    """Bring each catalog up to the code: new texts come in empty, dead ones go, order, spaces and form are fixed."""
    texts, _ = extracted(root)
    for path in catalogs(root):
        catalog = _read(path)
        known = {one: (many, said) for one, many, said, _ in _entries(catalog)}
        for one, (many, _) in known.items():
            if one not in texts or texts[one] != many:
                catalog.delete(one)
        for one, many in texts.items():
            said = known[one][1] if one in known else ("",)
            flags = ["python-brace-format"] if "{" in one else []
            catalog.add((one, many) if many else one, said if many else said[0], flags=flags)
        for message in catalog:
            message.locations, message.auto_comments = [], []
            if path.parts[-3] == "ja" and message.id:
                forms = message.string
                message.string = tuple(map(spaced, forms)) if isinstance(forms, tuple) else spaced(str(forms or ""))
        catalog.obsolete.clear()
        # Babel would write the present time: two runs would differ.
        catalog.revision_date = catalog.creation_date
        aside = path.with_suffix(".po.new")
        with aside.open("wb") as target:
            write_po(target, catalog, sort_output=True, width=110)
        aside.replace(path)
        print(f"{path.relative_to(root)}: {len(texts)} texts")


def main(arguments: list[str]) -> int:
    """`rewrite` brings the catalogs up to the code; without it, say what is wrong."""
    if arguments == ["rewrite"]:
        rewrite(ROOT)
    found = faults(ROOT)
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
