"""Website values: what a person types, security.txt, versions that get no more updates, and hostile pages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.adapters.web_page import read_cookies, read_header_hints, read_page
from sentwatch.core.security_txt import read_security_txt
from sentwatch.core.web_versions import support_ended
from sentwatch.core.website import Site, read_site


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("example.com", Site(host="example.com")),
        (" HTTPS://Example.COM ", Site(host="example.com")),
        ("http://www.example.com/a/b?c=d#e", Site(host="www.example.com", path="/a/b?c=d")),
        ("https://例え.jp/", Site(host="xn--r8jz45g.jp")),
        ("example.com?x", Site(host="example.com", path="/?x")),
        ("ftp://example.com", None),
        ("example.com:443", None),
        ("user:pass@example.com", None),
        ("https://exa mple.com", None),
        ("example.com/a b", None),
        ("10.0.0.1", None),
        ("example.com/" + "x" * 600, None),
    ],
)
def test_what_a_person_types(text, expected):
    assert read_site(text) == expected


def test_siblings():
    assert Site(host="example.com").sibling == "www.example.com"
    assert Site(host="www.example.com").sibling == "example.com"


def test_a_signed_security_txt():
    text = """-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA512

# our contact
Contact: https://example.com/report
contact: mailto:security@example.com
Expires: 2027-01-01T00:00:00.000+09:00
Preferred-Languages: ja, en
Policy: https://example.com/policy
-----BEGIN PGP SIGNATURE-----
Contact: mailto:not-this@example.com
"""
    seen = read_security_txt(text)
    assert seen.contacts == ("https://example.com/report", "mailto:security@example.com")
    assert seen.expires_at == datetime(2026, 12, 31, 15, tzinfo=UTC)
    assert (seen.is_signed, seen.languages, seen.faults) == (True, "ja, en", ())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Expires: 2027-01-01T00:00:00Z", "nobody"),
        ("Contact: security@example.com\nExpires: 2027-01-01T00:00:00Z", "no address"),
        ("Contact: http://example.com\nExpires: 2027-01-01T00:00:00Z", "no address"),
        ("Contact: mailto:a@example.com", "does not say"),
        ("Contact: mailto:a@example.com\nExpires: soon", "cannot be read"),
        ("Contact: mailto:a@example.com\nExpires: 2027-01-01", "cannot be read"),
        (
            "Contact: mailto:a@example.com\nExpires: 2027-01-01T00:00:00Z\nExpires: 2028-01-01T00:00:00Z",
            "more than once",
        ),
        (
            "Contact: mailto:a@e.com\nExpires: 2027-01-01T00:00:00Z\nPreferred-Languages: a\nPreferred-Languages: b",
            "languages",
        ),
    ],
)
def test_faults_of_a_security_txt(text, word):
    (fault,) = read_security_txt(text).faults
    assert word in fault.text


@given(st.text())
def test_any_security_txt(text):
    read_security_txt(text)


@pytest.mark.parametrize(
    ("product", "version", "expected"),
    [
        ("PHP", "7.4.33", date(2022, 11, 28)),
        ("PHP", "8.4.1", None),
        ("PHP", "70.4", None),
        ("Drupal", "7", date(2025, 1, 5)),
        ("Drupal", "10.3", None),
        ("Joomla!", "3.10.12", date(2023, 8, 17)),
        ("WordPress", "6.8", None),
        ("WordPress", "4.6.1", date(2025, 7, 1)),
        ("WordPress", "4.65", None),
        ("Unknown", "1.0", None),
        ("PHP", "", None),
        ("PHP", "7.4; rm", None),
    ],
)
def test_versions(product, version, expected):
    assert support_ended(product, version) == expected


def test_hints_of_headers():
    hints = read_header_hints(
        [
            ("server", "nginx/1.24.0"),
            ("x-powered-by", "PHP/8.2.1"),
            ("x-generator", "Drupal 10 (https://www.drupal.org)"),
            ("x-aspnet-version", "4.0.30319"),
        ]
    )
    assert [(hint.product, hint.version) for hint in hints] == [
        ("nginx", "1.24.0"),
        ("PHP", "8.2.1"),
        ("Drupal", "10"),
        ("ASP.NET", "4.0.30319"),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("WordPress 6.8.1", ("WordPress", "6.8.1")),
        ("Joomla! - Open Source Content Management", ("Joomla!", "")),
        ("TYPO3 CMS", ("TYPO3", "")),
        ("Hugo 0.139.0", ("Hugo", "0.139.0")),
        ("", None),
        ("<<<", None),
    ],
)
def test_generators(content, expected):
    hints, _ = read_page(f'<meta name=generator content="{content}">'.encode())
    if expected is not None and hints:
        assert (hints[0].product, hints[0].version) == expected
    elif expected is None:
        assert hints == ()


HOSTILE = [
    b"<" * 400_000,
    b"<!--" * 100_000,
    b"<a " * 150_000,
    b"<script>" + b"</scr" * 80_000,
    b"<![CDATA[" * 50_000,
    b"<img src=http://x/>" * 30_000,
    b"<meta name=generator content='" + b"A " * 200_000,
    b"&#" * 200_000,
    b"\x00\xff" * 200_000,
    b"<!" * 200_000,
    b"<div " + b"a=b " * 100_000 + b">",
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_pages_are_read_in_bounds(body):
    hints, unencrypted = read_page(body)
    assert len(hints) <= 50
    assert len(unencrypted) <= 50


@given(st.binary(max_size=300))
def test_any_page(body):
    read_page(body)


@given(st.text(max_size=200))
def test_any_header(text):
    read_cookies([("set-cookie", text)])
    read_header_hints([("server", text), ("x-generator", text)])
