"""Ordered steps for one situation, and how far somebody is with them."""
