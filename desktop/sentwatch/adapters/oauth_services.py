"""The services with a sign-in in the browser: the packaged ones, and what the user's own file adds or fills in."""

from __future__ import annotations

import dataclasses
import os
from functools import lru_cache
from pathlib import Path

import msgspec
import yaml

from sentwatch.adapters.resources import resource
from sentwatch.core.oauth import OAuthService
from sentwatch.core.trouble import SETTINGS_UNREADABLE, Trouble
from sentwatch.decoding import from_json, from_plain

FILE = "oauth.json"
MAX_BYTES = 64 * 1024


class _Service(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One service; in the user's file, a packaged one needs its id and the client only."""

    id: str
    name: str = ""
    authorize_url: str = ""
    token_url: str = ""
    device_url: str | None = None
    issuer: str | None = None
    scopes: list[str] = []
    rules_scopes: list[str] = []
    extra: dict[str, str] = {}
    providers: list[str] = []
    hosts: list[str] = []
    client_id: str | None = None
    client_secret: str | None = None


class _File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    services: list[_Service] = []


@lru_cache(maxsize=1)
def packaged_services() -> tuple[OAuthService, ...]:
    """Return the packaged services."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows = yaml.load(resource("oauth.yaml").read_bytes(), Loader=loader)  # noqa: S506 - both loaders are safe ones
    return tuple(_value(row) for row in from_plain(rows, _File).services)


def oauth_services(folder: Path | None) -> tuple[OAuthService, ...]:
    """Return the packaged services with what oauth.json in `folder` says of them; its own services come first."""
    own = _read(folder / FILE).services if folder is not None else []
    by_id = {service.id: service for service in packaged_services()}
    added: list[OAuthService] = []
    for row in own:
        known = by_id.get(row.id)
        if known is not None:
            by_id[row.id] = _filled(known, row)
        elif row.authorize_url.startswith("https://") and row.token_url.startswith("https://") and row.scopes:
            added.append(_value(row))
    return (*added, *by_id.values())


def keep_client(folder: Path, service_id: str, *, client_id: str, client_secret: str | None) -> None:
    """Write the user's own client for one service into oauth.json, for this user alone to read."""
    file = _read(folder / FILE)
    rows = [row for row in file.services if row.id != service_id]
    before = next((row for row in file.services if row.id == service_id), _Service(id=service_id))
    rows.append(msgspec.structs.replace(before, client_id=client_id, client_secret=client_secret))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / (FILE + ".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(msgspec.json.format(msgspec.json.encode(_File(services=rows)), indent=2) + b"\n")
    fresh.replace(folder / FILE)


def _read(path: Path) -> _File:
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES)
        return from_json(text, _File)
    except FileNotFoundError:
        return _File()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Trouble(SETTINGS_UNREADABLE, path=str(path), reason=str(error)[:200]) from None


def _filled(known: OAuthService, row: _Service) -> OAuthService:
    return dataclasses.replace(
        known, client_id=row.client_id or known.client_id, client_secret=row.client_secret or known.client_secret
    )


def _value(row: _Service) -> OAuthService:
    return OAuthService(
        id=row.id,
        name=row.name or row.id,
        authorize_url=row.authorize_url,
        token_url=row.token_url,
        device_url=row.device_url,
        issuer=row.issuer,
        scopes=tuple(row.scopes),
        rules_scopes=tuple(row.rules_scopes),
        extra=tuple(row.extra.items()),
        providers=tuple(row.providers),
        hosts=tuple(row.hosts),
        client_id=row.client_id,
        client_secret=row.client_secret,
    )
