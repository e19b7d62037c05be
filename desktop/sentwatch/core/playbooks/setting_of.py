"""In which settings instructions fit: by the audience, the system and the providers of the accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.step_words import Setting
from sentwatch.core.providers import Kind, Provider

_SYSTEMS: Final = {"win32": Setting.WINDOWS, "darwin": Setting.MACOS, "linux": Setting.LINUX}
_PROVIDERS: Final = {
    "gmail": Setting.GOOGLE,
    "google_workspace": Setting.GOOGLE,
    "outlook_com": Setting.MICROSOFT,
    "microsoft365": Setting.MICROSOFT,
}


def settings_of(audience: Audience, *, system: str, providers: Iterable[Provider]) -> frozenset[Setting]:
    """The settings of somebody. `system` is Python's name of the platform (`sys.platform`)."""
    found = {_SYSTEMS[system]} if system in _SYSTEMS else set()
    if audience is Audience.SMALL_OFFICE:
        found.add(Setting.OFFICE)
    for provider in providers:
        if provider.id in _PROVIDERS:
            found.add(_PROVIDERS[provider.id])
        elif provider.kind is Kind.HOSTING:
            found.add(Setting.HOSTING)
    return frozenset(found)
