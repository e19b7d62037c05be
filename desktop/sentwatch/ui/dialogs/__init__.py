"""Dialogs: few, plain, closed by Esc; each says one thing and offers one way on."""
