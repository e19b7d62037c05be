"""The page about the user's own domains and websites, part by part."""
