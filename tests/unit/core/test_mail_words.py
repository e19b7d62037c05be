"""The signs in a mail as words: every sign can fire, and reads whole in both languages."""

from __future__ import annotations

import re
import string

import pytest

from sentwatch.core.mail_sign_kinds import KINDS
from sentwatch.core.mail_signs import signs
from sentwatch.texts.render import render_finding
from sentwatch.wiring import words_for
from support.look_samples import NOW, mails

FOUND = {finding.kind.code: finding for mail, known in mails() for finding in signs(mail, known, now=NOW).findings}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_each_sign_fires_with_every_field_supplied(kind):
    finding = FOUND[kind.code]
    texts = (kind.title, kind.why, *kind.harmless, kind.how_to_check, *kind.do_first)
    fields = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
    assert fields <= finding.params.keys()
    assert all(texts)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_each_sign_is_whole_in_both_languages(kind, lang):
    message = render_finding(FOUND[kind.code], words_for(lang))
    texts = [message.title, message.why, *message.harmless, message.how_to_check, *message.do_first]
    assert not any("{" in text for text in texts)
    assert not re.search(r"\b(hacked|safe|protected)\b", " ".join(texts), re.IGNORECASE)
    if lang == "ja":
        assert all(re.search(r"[ぁ-んァ-ヶ一-龠]", text) for text in texts)


def test_codes_are_unique():
    assert len({kind.code for kind in KINDS}) == len(KINDS)
