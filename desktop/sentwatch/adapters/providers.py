"""Reads the provider table, checks it against its schema and turns it into core values, once and only when asked."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from sentwatch.adapters.resources import resource
from sentwatch.adapters.tables import Grade, Row, Words, read_table
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


class _Server(Row):
    host: str | None
    port: int
    security: Literal["tls", "starttls"]
    username: str
    ev: Grade
    src: list[str]
    host_pattern: str | None = None


class _Enable(Row):
    needed: str
    ev: Grade
    src: str
    en: str = ""
    ja: str = ""


class _Auth(Row):
    password: str
    app_password: str
    oauth2: str
    ev: Grade
    src: list[str]
    note: str | None = None


class _Sieve(Row):
    offered: str
    ev: Grade
    src: str
    host: str | None = None
    port: int | None = None
    probe: bool = False


class _Sent(Row):
    special_use: str
    names: list[str]
    ev: Grade
    src: str


class _Saved(Row):
    value: str
    ev: Grade
    src: str


class _Rules(Row):
    by: list[str]
    ev: Grade
    src: str
    api: tuple[str, ...] = ()
    note: str | None = None


class _Page(Row):
    url: str
    ev: Grade
    src: str
    where: str | None = None


class _Limit(Row):
    what: str
    value: int | str
    per: str
    ev: Grade
    src: str
    note: str | None = None


class _Provider(Row):
    id: str
    name: Words
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
    limits: tuple[_Limit, ...] = ()
    notes: tuple[str, ...] = ()
    ispdb_last_change: str | None = None


class _Meta(Row):
    schema: Literal[1]
    about: str
    evidence: dict[str, str]
    how_to_use: list[str]
    licences: list[dict[str, str]]


class _File(Row):
    meta: _Meta
    providers: list[_Provider]


@lru_cache(maxsize=1)
def provider_table() -> ProviderTable:
    """Return the packaged table (about 40 ms the first time, with libyaml)."""
    return read_provider_table(resource("providers.yaml").read_bytes())


def read_provider_table(text: bytes) -> ProviderTable:
    """Check `text` against the schema and return its values; msgspec.ValidationError names the wrong path."""
    rows = read_table(text, _File).providers
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
