require "fileinto";
if header :contains ["subject", "from", "to", "x-label", "list-id"] "mixed" { fileinto "Mixed"; }
