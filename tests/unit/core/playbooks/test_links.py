"""Deep links to the provider: in order, once each, and honest about which of them nobody opened yet."""

from __future__ import annotations

from sentwatch.adapters.providers import provider_table
from sentwatch.core.playbooks.links import deep_links

TABLE = provider_table()


def test_general_knowledge_is_marked():
    links = deep_links(("two_step", "app_passwords", "nothing"), TABLE.by_id("gmail"))
    assert [(link.page.name, link.is_verified) for link in links] == [("two_step", False), ("app_passwords", True)]


def test_no_provider_no_links():
    assert deep_links(("two_step",), None) == ()


def test_an_address_stands_once():
    for provider in TABLE.providers:
        urls = [link.page.url for link in deep_links([page.name for page in provider.pages] * 2, provider)]
        assert len(urls) == len(set(urls))


def test_an_unencrypted_page_is_not_vouched_for():
    links = deep_links(("mail_settings",), TABLE.by_id("lolipop"))
    assert links
    assert not links[0].is_verified
