"""Mail from files: mbox, Maildir, .eml, Takeout and Thunderbird folders, CSV logs."""

from sentwatch.adapters.archives.file_archive import FileArchive

__all__ = ["FileArchive"]
