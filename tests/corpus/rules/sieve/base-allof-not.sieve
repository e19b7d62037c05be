require "fileinto";
if allof (not address :is "to" "me@example.jp", not exists "list-id", size :under 100K) { fileinto "Maybe"; }
