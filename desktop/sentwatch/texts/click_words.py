"""The words of the command line library that people meet, so that they are translated with ours.

Click asks gettext for its own English texts; they stand here to be found and kept whole.
"""

from __future__ import annotations

from typing import Final

from sentwatch.core.phrase import N_, Phrase

CLICK_WORDS: Final = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Positional arguments"),
    N_("Show this message and exit."),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Missing command."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Option {name!r} does not take a value."),
    N_("Error: {message}"),
    N_("Error: invalid input"),
    N_("required"),
    N_("directory"),
    N_("file"),
    N_("path"),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is not readable."),
    N_("{name} {filename!r} is not writable."),
)
CLICK_COUNTED_WORDS: Final = (
    Phrase(
        text=N_("Got unexpected extra argument ({args})"),
        plural=N_("Got unexpected extra arguments ({args})"),
        count="n",
    ),
    Phrase(
        text=N_("Option {name!r} requires an argument."),
        plural=N_("Option {name!r} requires {nargs} arguments."),
        count="n",
    ),
    Phrase(text=N_("{value!r} is not {choice}."), plural=N_("{value!r} is not one of {choices}."), count="n"),
    Phrase(text=N_("Did you mean {possibility}?"), plural=N_("(Did you mean one of: {possibilities}?)"), count="n"),
)
