"""Stands in for the system's programs: gives back recorded outputs, and keeps what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sentwatch.adapters.commands import CouldNotLook, Output
from sentwatch.core.phrase import N_, phrase


@dataclass
class Recorded:
    """`outputs` by the program's name, or by the beginning of the whole line; bytes, text, an Output, or a function.

    What is not among them is a program that is not on this computer.
    """

    outputs: Mapping[str, object] = field(default_factory=dict)
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def __call__(self, program, *arguments, cancel):
        cancel.check()
        self.asked.append((program, *arguments))
        line = " ".join((program, *arguments))
        found = [name for name in self.outputs if line == name or line.startswith(name + " ")]
        if not found:
            raise CouldNotLook(
                phrase(N_("The program “{name}” is not on this computer."), name=program), is_expected=True
            )
        answer = self.outputs[max(found, key=len)]
        if callable(answer):
            answer = answer(*arguments)
        if isinstance(answer, Output):
            return answer
        return Output(status=0, raw=answer.encode() if isinstance(answer, str) else answer)
