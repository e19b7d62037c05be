require "fileinto";
if anyof (header :contains "from" "news@", header :contains "list-id" "announce") { fileinto "News"; }
