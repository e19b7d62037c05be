"""The page about this computer and the network around it, part by part."""
