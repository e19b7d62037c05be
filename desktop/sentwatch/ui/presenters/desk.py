"""What is said once about closing the window."""

from __future__ import annotations

from sentwatch.core.phrase import N_
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.accounts import QuestionView


def no_tray_question(words: Words) -> QuestionView:
    """Asked the first time the window is closed on a desktop without a tray."""
    return QuestionView(
        title=words(N_("Shall Sentwatch go on watching?")),
        detail=words(
            N_(
                "This desktop has no tray, so the window stays in the task bar, minimised, while we watch your "
                "mailboxes."
            )
        ),
        do=words(N_("Quit")),
        keep=words(N_("Minimise and watch")),
    )
