"""The provider table keeps its schema, its sources and its promises."""

from __future__ import annotations

import msgspec
import pytest
import yaml

from sentwatch.adapters.providers import provider_table, read_provider_table
from sentwatch.adapters.resources import resource
from sentwatch.core.providers import Offer, Trust

TABLE = provider_table()


def test_the_table_is_whole():
    assert len(TABLE.providers) == 54
    assert len({provider.id for provider in TABLE.providers}) == 54
    assert all(provider.name_en and provider.name_ja for provider in TABLE.providers)


def test_no_domain_belongs_to_two():
    domains = [domain for provider in TABLE.providers for domain in provider.domains]
    assert sorted(domains) == sorted(set(domains))
    assert all(domain == domain.lower() for domain in domains)


def test_every_page_is_a_web_page():
    for provider in TABLE.providers:
        for page in provider.pages:
            assert page.url.startswith(("https://", "http://")), (provider.id, page.name)


def test_known_words_for_the_ways_in():
    offers = {
        provider.id: (provider.ways_in.password, provider.ways_in.app_password, provider.ways_in.oauth)
        for provider in TABLE.providers
    }
    assert offers["gmail"] == (Offer.NO, Offer.YES, Offer.YES)
    assert offers["google_workspace"] == (Offer.NO, Offer.SOMETIMES, Offer.YES)
    assert offers["outlook_com"] == (Offer.NO, Offer.NO, Offer.YES)
    assert offers["icloud"] == (Offer.NO, Offer.YES, Offer.NO)
    assert offers["gmx"] == (Offer.SOMETIMES, Offer.SOMETIMES, Offer.NO)
    assert offers["zoho"] == (Offer.SOMETIMES, Offer.SOMETIMES, Offer.YES)
    assert offers["naver"] == (Offer.NO, Offer.YES, Offer.NO)
    assert offers["posteo"] == (Offer.YES, Offer.UNKNOWN, Offer.NO)
    assert offers["docomo"] == (Offer.NO, Offer.YES, Offer.NO)
    assert offers["rakuten_mobile"] == (Offer.UNKNOWN, Offer.UNKNOWN, Offer.UNKNOWN)


def test_general_knowledge_stays_a_hint():
    assert TABLE.by_id("gmail").page("two_step").trust is Trust.HINT
    assert TABLE.by_id("gmail").page("nothing", "app_passwords").url == "https://myaccount.google.com/apppasswords"
    assert TABLE.by_id("gmail").page("nothing") is None


def test_never_plaintext():
    for provider in TABLE.providers:
        for server in (provider.imap, provider.smtp):
            assert server is None or server.security.value in {"tls", "starttls"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file["providers"][0].update(surprise=1),
        lambda file: file["providers"][0]["imap"].update(security="plain"),
        lambda file: file["providers"][0]["auth"].update(ev="Z"),
        lambda file: file["providers"][0].pop("auth"),
    ],
)
def test_a_spoilt_table_is_refused(spoil):
    file = yaml.safe_load("meta: {schema: 1, about: x, evidence: {}, how_to_use: [], licences: []}\nproviders: []")
    whole = yaml.load(resource("providers.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    file["providers"] = whole["providers"][:1]
    read_provider_table(yaml.safe_dump(file).encode())
    spoil(file)
    with pytest.raises(msgspec.ValidationError):
        read_provider_table(yaml.safe_dump(file).encode())
