"""Mail in files, looked at in the window: nothing of it is kept."""
