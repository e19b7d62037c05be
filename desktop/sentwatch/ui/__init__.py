"""The window and the tray. The only room that knows Qt."""
