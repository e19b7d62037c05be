"""Renders pages as HTML with the packaged templates (Jinja2, all escaped): for the browser, or for Qt's paper."""

from __future__ import annotations

import enum
from functools import lru_cache

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound

from sentwatch.adapters.resources import resource
from sentwatch.texts.page import Block, Page


class Medium(enum.Enum):
    """Where the HTML goes. PAPER keeps to what Qt's rich text knows."""

    BROWSER = "page"
    PAPER = "paper"


class _Packaged(BaseLoader):
    """Finds templates among the packaged files, in a wheel and in a checkout."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:  # noqa: ARG002
        found = resource(f"reports/{template}")
        if not found.is_file():
            raise TemplateNotFound(template)
        return found.read_text(encoding="utf-8"), None, None


def render_html(page: Page, *, medium: Medium = Medium.BROWSER) -> str:
    """The page as one HTML document without scripts and without anything from elsewhere."""
    style = resource(f"reports/{medium.value}.css").read_text(encoding="utf-8")
    return _environment().get_template(f"{medium.value}.html").render(page=page, style=style) + "\n"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(loader=_Packaged(), autoescape=True, undefined=StrictUndefined)
    made.globals["kind_of"] = _kind_of
    return made


def _kind_of(block: Block) -> str:
    return type(block).__name__.lower()
