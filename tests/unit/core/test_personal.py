"""What counts as personal and is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sentwatch.core.checks import KINDS
from sentwatch.core.findings import Evidence, Finding
from sentwatch.core.personal import LEFT_OUT, impersonal, shortened
from sentwatch.core.phrase import phrase


def finding(code, **more):
    return Finding(kind=KINDS[code], subject="x", **more)


def test_addresses_keep_their_first_letter_and_domain():
    text = "From “yuki.tanaka@aoyama.example”, <aoki+x@日本.example>, root@host"
    assert shortened(text) == "From “y…@aoyama.example”, <a…@日本.example>, r…@host"


@given(st.text(max_size=200))
def test_any_text_is_taken_and_no_long_local_part_is_left(text):
    for word in shortened(text).split("@")[:-1]:
        assert isinstance(word, str)
    assert "secret.name@" not in shortened(text + " secret.name@example.jp")


def test_names_subjects_and_paths_go_and_numbers_stay():
    bare = impersonal(
        finding(
            "sent.burst",
            params={"messages": 312, "note": "To Ms Sato"},
            evidence=(
                Evidence(label="Messages", value=312),
                Evidence(label="Subjects", value=("Salary of Ms Sato",)),
                Evidence(label="Some of the recipients", value=("sato@example.jp", "ito@example.jp")),
                Evidence(label="Your answer", value=phrase("That was not me.")),
            ),
        )
    )
    assert bare.params == {"messages": 312, "note": LEFT_OUT}
    assert [one.value for one in bare.evidence] == [
        312,
        (LEFT_OUT,),
        ("s…@example.jp", "i…@example.jp"),
        phrase("That was not me."),
    ]


def test_what_stands_in_public_places_stays():
    record = finding(
        "domain.spf-missing",
        params={"domain": "aoyama.example"},
        evidence=(Evidence(label="Record", value="v=spf1 -all"),),
    )
    assert impersonal(record) == record


def test_phrases_inside_are_looked_through():
    bare = impersonal(finding("sent.burst", params={"what": phrase("{at} {subject}", at=1, subject="Salary")}))
    assert bare.params["what"].params == {"at": 1, "subject": LEFT_OUT}
