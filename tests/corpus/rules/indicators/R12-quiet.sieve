require "fileinto";
# rule:[Tidy]
if anyof (header :contains "list-id" "x", header :contains "from" "y@example.com") { fileinto "Archive"; }
