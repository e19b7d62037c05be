"""Builds the object graph, once and late; the only place that knows everybody.

Each file is a storey: it uses what stands below it. Ground, signing in, rules, mailboxes, what stands around them,
guidance, and on top the App.
"""

from sentwatch.wiring.app import App
from sentwatch.wiring.files import FilesLook
from sentwatch.wiring.ground import KeptPaths, LedgerKeyPlace, default_data_dir
from sentwatch.wiring.mailbox import burst_scan
from sentwatch.wiring.sample import sample_app, sample_words
from sentwatch.wiring.words import guide_names, guide_text, guide_title, words_for

__all__ = [
    "App",
    "FilesLook",
    "KeptPaths",
    "LedgerKeyPlace",
    "burst_scan",
    "default_data_dir",
    "guide_names",
    "guide_text",
    "guide_title",
    "sample_app",
    "sample_words",
    "words_for",
]
