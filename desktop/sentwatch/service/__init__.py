"""Use cases: what the window, the tray and the command line start. No Qt."""
