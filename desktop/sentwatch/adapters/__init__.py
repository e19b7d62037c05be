"""One file or folder per outside thing; the only importers of third-party I/O."""
