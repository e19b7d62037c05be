"""What holds for every check for ever: none forgotten, codes unique, every field supplied, every text in both languages."""

from __future__ import annotations

import importlib
import pkgutil
import re
import string

import pytest

from sentwatch.core import checks
from sentwatch.core.check import Checked
from sentwatch.core.checks import ALL_CHECKS, KINDS
from sentwatch.texts.render import render_finding
from sentwatch.wiring import words_for
from support.check_samples import FIRES, QUIET

AREAS = {
    "sent", "rule", "sign-in", "connection", "password", "mfa", "domain", "device", "network", "website", "office",
}  # fmt: skip


def test_no_file_is_forgotten():
    modules = [
        importlib.import_module(f"{checks.__name__}.{info.name}") for info in pkgutil.iter_modules(checks.__path__)
    ]
    found = [module.CHECK for module in modules if hasattr(module, "CHECK")]
    assert len(found) == len(modules)
    assert {check.code for check in found} == {check.code for check in ALL_CHECKS}
    assert len({check.code for check in ALL_CHECKS}) == len(ALL_CHECKS)


def test_each_code_names_a_fact_of_a_known_area_once():
    codes = [kind.code for check in ALL_CHECKS for kind in check.kinds]
    assert len(codes) == len(set(codes))
    for code in codes:
        area, _, what = code.partition(".")
        assert area in AREAS, code
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", what), code


@pytest.mark.parametrize("code", sorted(KINDS))
def test_each_kind_has_a_sample_that_fires_with_every_field_supplied(code):
    assert code in FIRES, "add a sample to tests/support/check_samples.py"
    check = next(check for check in ALL_CHECKS if code in {kind.code for kind in check.kinds})
    outcome = check.run(FIRES[code])
    assert isinstance(outcome, Checked)
    found = [finding for finding in outcome.findings if finding.kind.code == code]
    assert found
    kind = KINDS[code]
    fields = {
        name
        for text in (kind.title, kind.why, *kind.harmless, kind.how_to_check, *kind.do_first)
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }
    for finding in found:
        assert fields <= finding.params.keys()


@pytest.mark.parametrize("code", sorted(KINDS))
def test_each_finding_is_whole_in_both_languages(code):
    check = next(check for check in ALL_CHECKS if code in {kind.code for kind in check.kinds})
    outcome = check.run(FIRES[code])
    assert isinstance(outcome, Checked)
    finding = next(finding for finding in outcome.findings if finding.kind.code == code)
    for lang in ("en", "ja"):
        message = render_finding(finding, words_for(lang))
        texts = [message.title, message.why, *message.harmless, message.how_to_check, *message.do_first]
        assert all(text.strip() for text in texts)
        assert not any("{" in text for text in texts)
        assert message.harmless
        assert message.do_first
        whole = " ".join(texts)
        assert not re.search(r"\b(hacked|safe|protected)\b", whole, re.IGNORECASE)
        if lang == "ja":
            assert all(re.search(r"[ぁ-んァ-ヶ一-龠]", text) for text in texts), whole


@pytest.mark.parametrize("check", ALL_CHECKS, ids=lambda check: check.code)
def test_each_check_has_a_sample_that_stays_quiet(check):
    assert check.code in QUIET, "add a sample to tests/support/check_samples.py"
    outcome = check.run(QUIET[check.code])
    assert isinstance(outcome, Checked)
    assert outcome.findings == ()
