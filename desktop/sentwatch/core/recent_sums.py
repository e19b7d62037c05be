"""The running totals from which the sum of every trailing window of the last day is taken."""

from __future__ import annotations


class RecentSums:
    """The messages of the last day with running totals, and where in them each window begins."""

    __slots__ = ("heads", "hour_terms", "never_mailed", "recipients", "times", "totals", "weights")

    def __init__(self, windows: int) -> None:
        self.times: list[float] = []
        # Totals before each message: what a window holds is the total now less the total at its head.
        self.weights: list[float] = []
        self.recipients: list[float] = []
        self.never_mailed: list[float] = []
        self.hour_terms: list[float] = []
        self.totals = (0.0, 0.0, 0.0, 0.0)
        self.heads = [0] * (windows + 1)

    def forget_unused(self) -> None:
        """Drop what no window holds any more, and start the totals anew so that they stay exact."""
        unused = min(self.heads)
        self.heads = [head - unused for head in self.heads]
        del self.times[:unused]
        totals: list[float] = []
        lists = (self.weights, self.recipients, self.never_mailed, self.hour_terms)
        for values, total in zip(lists, self.totals, strict=True):
            base = values[unused]
            values[:] = [value - base for value in values[unused:]]
            totals.append(total - base)
        self.totals = (totals[0], totals[1], totals[2], totals[3])

    def entries(self) -> tuple[tuple[float, float, float, float, float], ...]:
        """The messages that some window holds."""
        first = min(self.heads)
        lists = (self.weights, self.recipients, self.never_mailed, self.hour_terms)
        columns = [
            [after - before for before, after in zip(values[first:], [*values[first + 1 :], total], strict=True)]
            for values, total in zip(lists, self.totals, strict=True)
        ]
        return tuple(zip(self.times[first:], *columns, strict=True))
