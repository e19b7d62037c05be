"""Channels by which people are told: the desktop's own notifications, a webhook, a command."""
