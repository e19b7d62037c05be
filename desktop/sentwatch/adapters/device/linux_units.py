"""Asks systemd which of a few named services are at work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sentwatch.adapters.bus import Bus
from sentwatch.adapters.commands import CouldNotLook
from sentwatch.core.phrase import N_, phrase

_SERVICE = "org.freedesktop.systemd1"


def states_of(units: Iterable[str], bus: Bus) -> Mapping[str, str]:
    """Return the active state ("active", "inactive", "failed") of those units that are installed here."""
    body = bus.call(
        _SERVICE,
        "/org/freedesktop/systemd1",
        "org.freedesktop.systemd1.Manager.ListUnitsByNames",
        signature="as",
        body=(list(units),),
    )
    try:
        # (name, description, load state, active state, ...); a name that does not exist comes back "not-found".
        return {str(row[0]): str(row[3]) for row in body[0][:200] if row[2] == "loaded"}
    except (IndexError, TypeError):
        raise CouldNotLook(phrase(N_("The service {name} did not answer."), name=_SERVICE)) from None
