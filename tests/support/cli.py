"""The command line in this process: what it wrote, what it said, how it ended."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest

from sentwatch.cli.main import main


@dataclass
class Ran:
    """One run."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    def findings(self, code=None):
        """The findings of all reports, or those with one code."""
        found = [finding for report in self.json["reports"] for finding in report["findings"]]
        return [finding for finding in found if code in (None, finding["code"])]


def run_cli(*arguments: str, stdin: str = "", **more) -> Ran:
    """Run `sentwatch ARGUMENTS` as the program does."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "stdin", io.StringIO(stdin))
        patch.setenv("LANGUAGE", "")
        code = main([str(one) for one in arguments], **more)
    return Ran(code, out.getvalue(), err.getvalue())
