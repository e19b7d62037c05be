"""Log lines at WARNING and above fail a test that did not say it expects them; warnings and Qt do so by settings.

A test that means to cause one says `@pytest.mark.expects_log("part of the line")`; then the line must come, too.
"""

from __future__ import annotations

import logging
import re

import pytest


class LineKeeper(logging.Handler):
    """Keeps what is logged at WARNING and above."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record):
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def pytest_configure(config):
    config.addinivalue_line("markers", "expects_log(pattern): the test causes a log line that matches.")


def verdict(lines: list[str], expected: list[str]) -> str | None:
    """What is wrong: a line nobody expects, or an expected one that did not come."""
    unexpected = [line for line in lines if not any(re.search(pattern, line) for pattern in expected)]
    if unexpected:
        return "logged unexpectedly:\n" + "\n".join(unexpected)
    silent = [pattern for pattern in expected if not any(re.search(pattern, line) for line in lines)]
    return f"expected in the log and not there: {silent}" if silent else None


@pytest.fixture(autouse=True)
def _no_unexpected_log_lines(request):
    keeper = LineKeeper()
    root = logging.getLogger()
    root.addHandler(keeper)
    yield
    root.removeHandler(keeper)
    wrong = verdict(keeper.lines, [mark.args[0] for mark in request.node.iter_markers("expects_log")])
    if wrong:
        pytest.fail(wrong, pytrace=False)
