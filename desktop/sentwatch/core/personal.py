"""Leaves personal data out of what is handed on: addresses shortened, names and texts of mail left away."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from sentwatch.core.findings import Evidence, Finding
from sentwatch.core.phrase import Param, Params, Phrase

_ADDRESS: Final = re.compile(r"([^\s<>\"'(),:;@\[\]“”「」]{1,64})@([^\s<>\"'(),:;@\[\]“”「」]{1,255})")
_WHOLE: Final = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}")
LEFT_OUT: Final = "…"

_PUBLIC_AREAS: Final = ("domain.", "website.", "connection.")
"""What these find out stands in DNS or on a public server: it is about no person."""

_OF_THINGS: Final = frozenset(
    {
        "algorithm", "copies", "damaged", "domain", "gateway", "host", "issuer", "mode", "port", "product", "program",
        "protocol", "second_name", "since", "until", "url", "version",
    }
)  # fmt: skip
"""Fields of texts that name a machine, a product or a number, and no person."""


def shortened(text: str) -> str:
    """`text` with every address cut to its first character and its domain: t…@example.jp."""
    return _ADDRESS.sub(lambda found: f"{found[1][0]}{LEFT_OUT}@{found[2]}", text)


def impersonal(finding: Finding) -> Finding:
    """The finding without what names a person or comes from the text of a mail.

    Numbers, times, our own words and what stands in public places stay. Everything else is left out unless it is
    known to be about a thing, so that a finding nobody thought of here gives away too little and not too much.
    """
    if finding.kind.code.startswith(_PUBLIC_AREAS):
        return finding
    return replace(
        finding,
        subject=shortened(finding.subject),
        params=_params(finding.params),
        evidence=tuple(Evidence(label=one.label, value=_value(one.value)) for one in finding.evidence),
    )


def impersonal_phrase(phrase: Phrase) -> Phrase:
    """The phrase without what names a person, as `impersonal` does it."""
    return replace(phrase, params=_params(phrase.params))


def with_short_addresses(phrase: Phrase) -> Phrase:
    """The phrase with the addresses among its values shortened, and nothing else left out."""
    params = {name: shortened(value) if isinstance(value, str) else value for name, value in phrase.params.items()}
    return replace(phrase, params=params)


def _params(params: Params) -> dict[str, Param]:
    return {name: value if name in _OF_THINGS else _value(value) for name, value in params.items()}


def _value(value: Param) -> Param:
    if isinstance(value, Phrase):
        return replace(value, params=_params(value.params))
    if isinstance(value, str):
        return shortened(value) if _WHOLE.fullmatch(value) else LEFT_OUT if value else value
    if isinstance(value, tuple):
        kept = [shortened(one) for one in value if _WHOLE.fullmatch(one)]
        return (*kept, LEFT_OUT) if len(kept) < len(value) else tuple(kept)
    return value
