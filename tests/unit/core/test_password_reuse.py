"""Which stored logins share or resemble the mailbox password, and which this mailbox can reset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.core.likeness import Likened, Likeness
from sentwatch.core.password_reuse import compare_logins, host_of
from sentwatch.core.password_store import StoredLogin
from sentwatch.core.passwords import Password

MAILBOX = "Kaede-7 Forest"


def login(password, *, site="https://shop.example/login", username="hana", name="Shop"):
    return StoredLogin(name=name, site=site, username=username, password=password)


@pytest.mark.parametrize(
    ("other", "likeness"),
    [
        (MAILBOX, Likeness.SAME),
        ("kaede-7 forest", Likeness.CASE),
        ("K4ede-7 F0rest", Likeness.DISGUISE),
        ("Kaede-7 Forest2024!", Likeness.ENDS),
        ("#1 Kaede-7 Forest", Likeness.ENDS),
        ("tseroF 7-edeaK", Likeness.REVERSED),
        ("Keade-7 Forest", Likeness.EDITED),
        ("Kaede-8 Forrest", Likeness.EDITED),
        ("Kaede-7 ForestAmazon", Likeness.CONTAINED),
        ("Kaede", None),
        ("quite another one", None),
        ("", None),
    ],
)
def test_how_passwords_are_alike(other, likeness):
    assert Likened(MAILBOX).likeness(Likened(other)) is likeness


def test_short_passwords_do_not_resemble_by_chance():
    assert Likened("abc1").likeness(Likened("abc2")) is None
    assert Likened("12345678").likeness(Likened("98765432")) is None


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_mutual_and_never_breaks(one, two):
    assert Likened(one).likeness(Likened(two)) is Likened(two).likeness(Likened(one))
    assert Likened(one).likeness(Likened(one)) is Likeness.SAME


def test_lists_and_counts():
    logins = [
        login(MAILBOX, site="https://shop.example/login"),
        login(MAILBOX, site="https://www.shop.example/other"),  # the same account, listed twice
        login("kaede-7 forest", site="bank.example"),
        login("unrelated-and-long", site="https://forum.example", username="Hana.Sato@example.com"),
        login("another-one-yet", site="https://alias.example", username="info@example.com"),
        login("another-one-yet", site="https://tagged.example", username="hana.sato+news@example.com"),
        login("", site="https://empty.example", username="x"),
        login(MAILBOX, site="https://webmail.provider.example", username="hana.sato@example.com"),
    ]
    reuse = compare_logins(
        Password(MAILBOX),
        logins,
        addresses=("hana.sato@example.com", "info@example.com"),
        own_sites=("provider.example",),
    )
    assert [seen.site for seen in reuse.same] == ["shop.example"]
    assert [seen.site for seen in reuse.similar] == ["bank.example"]
    assert [seen.site for seen in reuse.resets_here] == ["forum.example", "alias.example", "tagged.example"]
    assert (reuse.counts.looked_at, reuse.counts.same, reuse.counts.similar, reuse.counts.resets_here) == (7, 1, 1, 3)


def test_dots_do_not_matter_at_gmail_only():
    logins = [login("x", username="h.a.n.a@gmail.com"), login("x", username="h.ana@example.com", site="b.example")]
    reuse = compare_logins(Password(MAILBOX), logins, addresses=("hana@gmail.com", "hana@example.com"))
    assert [seen.site for seen in reuse.resets_here] == ["shop.example"]


def test_user_names_without_an_address_are_nobodys():
    assert not compare_logins(Password(MAILBOX), [login("x", username="")], addresses=("",)).resets_here


def test_no_password_is_in_a_repr():
    assert MAILBOX not in repr(login(MAILBOX))
    assert MAILBOX not in repr(Likened(MAILBOX))
    reuse = compare_logins(Password(MAILBOX), [login(MAILBOX)], addresses=())
    assert MAILBOX not in repr(reuse)


@pytest.mark.parametrize(
    ("site", "host"),
    [
        ("https://www.Example.com/login?next=https://evil.example/", "example.com"),
        ("example.com", "example.com"),
        ("android://hash@com.example.app/", "com.example.app"),
        ("http://localhost:8080/", "localhost"),
        ("https://user:pw@host.example:8443/x", "host.example"),
        ("My shop", ""),
        ("", ""),
    ],
)
def test_host_of(site, host):
    assert host_of(site) == host
