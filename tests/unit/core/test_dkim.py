"""DKIM: selectors learned from the names that mail carries."""

from __future__ import annotations

from sentwatch.core.dkim import MAX_SELECTORS, selectors_of


def test_the_most_frequent_selectors_of_the_domain_come_first():
    names = ["s1._domainkey.example.jp"] * 3 + ["S2._domainkey.Example.jp."] * 5
    names += ["x._domainkey.other.jp", "s3._domainkey.sub.example.jp", "nonsense", "", "a b._domainkey.example.jp"]
    assert selectors_of("example.jp", names) == ("s2", "s1")


def test_services_with_a_selector_for_each_message_do_not_fill_the_list():
    names = [f"m{n:05}._domainkey.example.jp" for n in range(10_000)] + ["main._domainkey.example.jp"] * 2
    found = selectors_of("example.jp", names)
    assert found[0] == "main"
    assert len(found) == MAX_SELECTORS
