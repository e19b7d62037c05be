"""One-time codes (RFC 4226, RFC 6238): reading what describes them, auditing it, and computing the codes."""
