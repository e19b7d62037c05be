"""Exports and pictures of authenticators, read in memory only."""

from sentwatch.adapters.otp_exports.reading import OtpSources

__all__ = ["OtpSources"]
