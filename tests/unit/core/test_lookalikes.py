"""Look-alike names: what is made, how many, and that the list is never the domain itself."""

from __future__ import annotations

import pytest

from sentwatch.core.lookalikes import MAX_NAMES, Likeness, lookalikes, near_domains, skeleton, split_domain


def made(domain):
    return {each.domain: each.how for each in lookalikes(domain)}


@pytest.mark.parametrize(
    ("domain", "name", "how"),
    [
        ("example.com", "examp1e.com", Likeness.SIGN),
        ("example.com", "exarnple.com", Likeness.SIGN),
        ("example.com", "xn--exmple-4nf.com", Likeness.SCRIPT),
        ("example.com", "example.co.jp", Likeness.ENDING),
        ("example.com", "example.cm", Likeness.ENDING),
        ("example.co.jp", "example.jp", Likeness.ENDING),
        ("example.co.jp", "exampleco.jp", Likeness.HYPHEN),
        ("example.co.jp", "example-co.jp", Likeness.HYPHEN),
        ("example.com", "wwwexample.com", Likeness.HYPHEN),
        ("example.com", "xeample.com", Likeness.SWAPPED),
        ("example.com", "exmple.com", Likeness.LEFT_OUT),
        ("example.com", "exampple.com", Likeness.DOUBLED),
        ("example.com", "wxample.com", Likeness.KEY),
        ("example.com", "example-login.com", Likeness.WORD),
        ("toushiba.co.jp", "tousiba.co.jp", Likeness.ROMAJI),
        ("tsukuda.jp", "tukuda.jp", Likeness.ROMAJI),
        ("tokyou.jp", "tokyo.jp", Likeness.ROMAJI),
        ("tokyo.jp", "toukyo.jp", Likeness.ROMAJI),
        ("fujimoto.jp", "huzimoto.jp", None),
        ("fujimoto.jp", "hujimoto.jp", Likeness.ROMAJI),
        ("shinbashi.jp", "shimbashi.jp", Likeness.ROMAJI),
        ("sato-jp.com", "satojp.com", Likeness.HYPHEN),
        ("satojp.com", "sato-jp.com", Likeness.HYPHEN),
    ],
)
def test_what_is_made(domain, name, how):
    assert made(domain).get(name) is how


@pytest.mark.parametrize(
    "domain",
    ["example.com", "a.jp", "averyverylongcompanyname-and-more.co.jp", "xn--r8jz45g.jp", "m.com", "www.example.co.jp"],
)
def test_the_list_is_small_and_never_the_name_itself(domain):
    names = lookalikes(domain)
    assert 0 < len(names) <= MAX_NAMES
    assert domain not in {each.domain for each in names}
    assert len({each.domain for each in names}) == len(names)
    assert all(each.domain.isascii() for each in names)


def test_every_kind_gets_its_place():
    assert set(made("shimizu-jp.co.jp").values()) >= set(Likeness) - {Likeness.WORD}


def test_a_name_in_another_script_is_shown_as_people_see_it():
    names = [each for each in lookalikes("example.com") if each.how is Likeness.SCRIPT]
    assert all(each.domain.startswith("xn--") for each in names)
    assert any("а" in each.shown for each in names)


def test_splitting():
    assert split_domain("mail.example.co.jp") == ("mail", "example", "co.jp")
    assert split_domain("example.com") == ("", "example", "com")
    assert split_domain("com") == ("", "", "com")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal.com", "раураl.com"),
        ("example.com", "exarnple.com"),
        ("wiki.jp", "vviki.jp"),
        ("google.com", "g00gle.com"),
        ("my-bank.jp", "mybank.jp"),
    ],
)
def test_skeletons(one, other):
    assert skeleton(one) == skeleton(other)


def test_skeletons_of_different_names_differ():
    assert skeleton("example.com") != skeleton("sample.com")


def test_near_names_are_one_letter_or_one_sign_away():
    near = near_domains("partner.jp")
    assert {"partnner.jp", "artner.jp", "partn3r.jp", "patrner.jp", "partncr.jp", "partner0.jp"} <= set(near)
    assert "partner.jp" not in near
    assert "pаrtner.jp" not in near
    assert len(near) == len(set(near)) < 1_000
    assert all(name.isascii() and not name.startswith("-") and "-.jp" not in name for name in near)


def test_letters_of_other_scripts_lead_back_to_the_latin_name():
    assert "partner.jp" in near_domains("pаrtnеr.jp".encode("idna").decode())
    assert "mail.co.jp" in near_domains("rnail.co.jp")


def test_short_domains_are_near_by_signs_alone():
    assert set(near_domains("m1.jp")) == {"rn1.jp", "ml.jp"}


@pytest.mark.parametrize("domain", ["", "jp", "x" * 70 + ".example", "xn--\ud800.jp", "xn--a.jp", ".jp", "a..b"])
def test_odd_domains_have_few_near_names_or_none(domain):
    assert len(near_domains(domain)) < 20
