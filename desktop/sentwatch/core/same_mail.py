"""The same subject in the same size to many: how many addressees the most spread mail of the last while had."""

from __future__ import annotations

from collections import Counter, deque


class SameMail:
    """Counts over a sliding time, in constant time a message. Texts are keys that are equal where the texts are."""

    def __init__(self, span_s: float) -> None:
        self._span_s = span_s
        self._held: deque[tuple[float, tuple[bytes, int], bytes]] = deque()
        self._copies: Counter[tuple[tuple[bytes, int], bytes]] = Counter()
        self._addressees: Counter[tuple[bytes, int]] = Counter()
        self._mails_with: Counter[int] = Counter()
        self.most = 0
        """How many different addressees the most spread mail has."""

    def take(self, at_s: float, subject: bytes, size: int, to: bytes) -> None:
        """Take the next message in order of time; one without a subject only lets time go on."""
        while self._held and self._held[0][0] <= at_s - self._span_s:
            self._drop(*self._held.popleft()[1:])
        if not subject:
            return
        mail = (subject, size)
        self._held.append((at_s, mail, to))
        self._copies[mail, to] += 1
        if self._copies[mail, to] == 1:
            self._move(mail, 1)
            self.most = max(self.most, self._addressees[mail])

    def _drop(self, mail: tuple[bytes, int], to: bytes) -> None:
        self._copies[mail, to] -= 1
        if self._copies[mail, to]:
            return
        del self._copies[mail, to]
        self._move(mail, -1)
        # Where the most spread mail lost one and no other has as many, it has still one fewer.
        if not self._mails_with[self.most]:
            self.most -= 1

    def _move(self, mail: tuple[bytes, int], step: int) -> None:
        before = self._addressees[mail]
        self._mails_with[before] -= 1
        self._mails_with[before + step] += 1
        self._addressees[mail] = before + step
        if not self._addressees[mail]:
            del self._addressees[mail]
