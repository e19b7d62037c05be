"""What was seen of this computer, with a way to look again."""

from __future__ import annotations

from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress
from sentwatch.ui.own_facts import DevicePageFacts
from sentwatch.ui.pages.findings_part import FindingsPart
from sentwatch.ui.pages.page import Telling
from sentwatch.ui.pages.parts import Bench
from sentwatch.ui.presenters.areas import Area
from sentwatch.ui.presenters.device import device_card, device_promise
from sentwatch.ui.presenters.seen_rows import unseen_of
from sentwatch.ui.widgets.seen_card import SeenCard
from sentwatch.ui.widgets.text import Prose


class DeviceChecks(FindingsPart[DevicePageFacts]):
    """One card, and the findings below it."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, Area.DEVICE)
        self.card = SeenCard(bench.theme, "device-card")
        self.card.again.connect(lambda _key: self._look())
        self.card.wanted.connect(self.finding_wanted)
        self._promise = Prose(role="muted")
        self.above.addWidget(self.card)
        self.above.addWidget(self._promise)

    def tell(self, telling: Telling, facts: DevicePageFacts) -> None:  # noqa: ARG002 - as every part
        """Paint what is known."""
        self.card.show_view(device_card(telling.known, telling.words, now=telling.now))
        self._promise.setText(device_promise(telling.words))
        self.tell_findings(telling, unseen_of(telling.known, ("device.",), telling.words))

    def show_busy(self, *, is_busy: bool) -> None:
        """Nothing else is begun while something is done."""
        self.card.look.setEnabled(not is_busy)

    def set_wide(self, *, is_wide: bool) -> None:
        """Use the room."""
        super().set_wide(is_wide=is_wide)
        self.card.set_wide(is_wide=is_wide)

    def _look(self) -> None:
        app = self.bench.app

        def look(cancel: CancelToken, _progress: Progress) -> None:
            app.last_reports.take(app.look_at_device(cancel=cancel))

        self.bench.run(phrase(N_("Looking at this computer")), look)
