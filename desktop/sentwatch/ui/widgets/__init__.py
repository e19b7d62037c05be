"""The kit: small widgets that paint what they are given, plain text only, each reachable and named."""
