"""Registrable domains by the packaged public suffix list."""

from __future__ import annotations

import pytest

from sentwatch.adapters.suffixes import site_of


@pytest.mark.parametrize(
    ("domain", "site"),
    [
        ("mail.example.co.jp", "example.co.jp"),
        ("example.co.jp", "example.co.jp"),
        ("EXAMPLE.com.", "example.com"),
        ("a.b.c.example.tokyo.jp", "example.tokyo.jp"),
        ("co.jp", "co.jp"),
        ("日本語.jp", "xn--wgv71a119e.jp"),
        ("customer.github.io", "customer.github.io"),
        ("host", "host"),
        ("", ""),
        ("x" * 300, "x" * 300),
        ("..", ""),
    ],
)
def test_sites(domain, site):
    assert site_of(domain) == site
