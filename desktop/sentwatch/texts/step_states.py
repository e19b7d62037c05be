"""How the states of checklist steps and their evidence are called."""

from __future__ import annotations

from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.checklist import EvidenceKind, StepState

STATE_WORDS: Final = {
    StepState.OK: N_("done"),
    StepState.ATTENTION: N_("needs a look"),
    StepState.NOT_OK: N_("to do"),
    StepState.UNKNOWN: N_("not known yet"),
    StepState.NOT_APPLICABLE: N_("does not apply"),
}
EVIDENCE_WORDS: Final = {
    EvidenceKind.AUTOMATIC: N_("seen by Sentwatch"),
    EvidenceKind.SELF_REPORTED: N_("as you said"),
}
