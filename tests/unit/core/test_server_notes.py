"""What receiving servers note about a sender: read in the forms they write, never more than they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.core.server_notes import confirmed_domains, confirms, read_note


@pytest.mark.parametrize(
    ("value", "server", "domains"),
    [
        ("mx.kaede.example; dkim=pass header.d=accounts.google.com; spf=pass smtp.mailfrom=x@y.example",
         "mx.kaede.example", ("accounts.google.com",)),
        ("mx.google.com; dkim=pass header.i=@paypal.com header.s=s; dmarc=pass (p=REJECT dis=NONE) header.from=paypal.com",
         "mx.google.com", ("paypal.com",)),
        # Microsoft writes no name of its own.
        ("spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=a.example; dkim=pass header.d=a.example; dmarc=pass header.from=a.example",
         "", ("a.example",)),
        ("MX.Kaede.Example 1; dkim=fail header.d=evil.example; dmarc=fail header.from=evil.example", "mx.kaede.example", ()),
        ("mx.kaede.example; spf=pass smtp.mailfrom=evil.example", "mx.kaede.example", ()),
    ],
)  # fmt: skip
def test_forms(value, server, domains):
    note = read_note(value, position=0)
    assert note is not None
    assert note.server == server
    assert confirmed_domains(note) == domains


def test_what_is_no_note():
    assert read_note("mx.kaede.example; none", position=0) is None
    assert read_note("", position=0) is None


def test_a_word_inside_a_comment_counts_for_nothing():
    note = read_note("mx.kaede.example; dkim=fail (dkim=pass header.d=bank.example) header.d=evil.example", position=0)
    assert note is not None
    assert confirmed_domains(note) == ()


def test_what_covers_a_sender():
    assert confirms(("google.com",), "no-reply@accounts.google.com")
    assert confirms(("mail.kaede.co.jp",), "info@kaede.co.jp")
    assert not confirms(("evil.co.jp",), "info@kaede.co.jp")
    assert not confirms((), "info@kaede.co.jp")
    assert not confirms(("kaede.example",), "no address")


@given(st.text(max_size=3000))
def test_nothing_raises(value):
    read_note(value, position=0)


def test_hostile_values_end():
    for value in (
        "(" * 9000,
        "a;" * 5000,
        "x; dkim=pass header.d=" + "a" * 9000,
        "dkim=" * 3000,
        "(a" * 4000 + ")" * 4000,
    ):
        read_note(value, position=0)
