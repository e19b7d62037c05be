"""Reads the provider table, checks it against its schema and turns it into core values, once and only when asked."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec
import yaml

from sentwatch.adapters.resources import resource
from sentwatch.core.accounts import Security
from sentwatch.core.providers import (
    EnableImap,
    Kind,
    LoginName,
    Offer,
    Page,
    Provider,
    ProviderTable,
    SendLimit,
    Server,
    SievePort,
    Trust,
    WaysIn,
)

Evidence = Literal["A", "B", "C", "G"]


class _Row(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A row of the file: an unknown key is a spelling mistake and refused."""


class _Words(_Row):
    en: str
    ja: str


class _Server(_Row):
    host: str | None
    port: int
    security: Literal["tls", "starttls"]
    username: str
    ev: Evidence
    src: list[str]
    host_pattern: str | None = None


class _Enable(_Row):
    needed: str
    ev: Evidence
    src: str
    en: str = ""
    ja: str = ""


class _Auth(_Row):
    password: str
    app_password: str
    oauth2: str
    ev: Evidence
    src: list[str]
    note: str | None = None


class _Sieve(_Row):
    offered: str
    ev: Evidence
    src: str
    host: str | None = None
    port: int | None = None
    probe: bool = False


class _Sent(_Row):
    special_use: str
    names: list[str]
    ev: Evidence
    src: str


class _Saved(_Row):
    value: str
    ev: Evidence
    src: str


class _Rules(_Row):
    by: list[str]
    ev: Evidence
    src: str
    api: list[str] = []
    note: str | None = None


class _Page(_Row):
    url: str
    ev: Evidence
    src: str
    where: str | None = None


class _Limit(_Row):
    what: str
    value: int | str
    per: str
    ev: Evidence
    src: str
    note: str | None = None


class _Provider(_Row):
    id: str
    name: _Words
    kind: Literal["freemail", "office", "encrypted", "hosting", "isp", "mobile"]
    country: str
    domains: list[str]
    mx_suffixes: list[str]
    imap: _Server | None
    smtp: _Server | None
    imap_enable: _Enable
    auth: _Auth
    managesieve: _Sieve
    sent_folder: _Sent
    auto_save_sent: _Saved
    rules_read: _Rules
    pages: dict[str, _Page]
    limits: list[_Limit] = []
    notes: list[str] = []
    ispdb_last_change: str | None = None


class _Meta(_Row):
    schema: Literal[1]
    about: str
    evidence: dict[str, str]
    how_to_use: list[str]
    licences: list[dict[str, str]]


class _File(_Row):
    meta: _Meta
    providers: list[_Provider]


@lru_cache(maxsize=1)
def provider_table() -> ProviderTable:
    """Return the packaged table (about 40 ms the first time, with libyaml)."""
    return read_provider_table(resource("providers.yaml").read_bytes())


def read_provider_table(text: bytes) -> ProviderTable:
    """Check `text` against the schema and return its values; msgspec.ValidationError names the wrong path."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows = msgspec.convert(yaml.load(text, Loader=loader), _File).providers  # noqa: S506 - both loaders are safe ones
    return ProviderTable(tuple(_provider(row) for row in rows))


def _provider(row: _Provider) -> Provider:
    return Provider(
        id=row.id,
        name_en=row.name.en,
        name_ja=row.name.ja,
        kind=Kind(row.kind),
        country=row.country,
        domains=tuple(row.domains),
        mx_suffixes=tuple(row.mx_suffixes),
        imap=_server(row.imap),
        smtp=_server(row.smtp),
        ways_in=WaysIn(
            password=_offer(row.auth.password),
            app_password=_offer(row.auth.app_password),
            oauth=_offer(row.auth.oauth2),
            password_text=row.auth.password,
            app_password_text=row.auth.app_password,
            oauth_text=row.auth.oauth2,
            trust=Trust(row.auth.ev),
        ),
        enable_imap=EnableImap(
            needed=row.imap_enable.needed,
            en=row.imap_enable.en,
            ja=row.imap_enable.ja,
            trust=Trust(row.imap_enable.ev),
        ),
        sieve=SievePort(
            offered=row.managesieve.offered,
            host=row.managesieve.host,
            port=row.managesieve.port,
            probe=row.managesieve.probe,
            trust=Trust(row.managesieve.ev),
        ),
        sent_names=tuple(row.sent_folder.names),
        sent_special_use=row.sent_folder.special_use,
        auto_save_sent=row.auto_save_sent.value,
        rules_read_by=tuple(row.rules_read.by),
        rules_api=tuple(row.rules_read.api),
        pages=tuple(
            Page(name=name, url=page.url, trust=Trust(page.ev), where=page.where) for name, page in row.pages.items()
        ),
        limits=tuple(
            SendLimit(
                what=limit.what,
                value=limit.value if isinstance(limit.value, int) else None,
                per=limit.per,
                text=str(limit.value),
                trust=Trust(limit.ev),
            )
            for limit in row.limits
        ),
        notes=tuple(row.notes),
    )


def _server(row: _Server | None) -> Server | None:
    if row is None:
        return None
    login_name = {"email": LoginName.ADDRESS, "localpart": LoginName.LOCAL_PART}.get(row.username, LoginName.OTHER)
    return Server(
        host=row.host,
        port=row.port,
        security=Security(row.security),
        login_name=login_name,
        trust=Trust(row.ev),
        pattern=row.host_pattern,
    )


def _offer(text: str) -> Offer:
    """Read the first words of the table's sentence; the test over the whole table keeps them readable."""
    lowered = text.lower()
    if lowered.startswith("unknown"):
        return Offer.UNKNOWN
    if lowered == "no" or lowered.startswith(("no ", "no;")):
        return Offer.NO
    if lowered.startswith("possible") or " when " in lowered or " while " in lowered or " unless 2-step" in lowered:
        return Offer.SOMETIMES
    return Offer.YES
