require "fileinto";
if anyof (allof (header :contains "subject" "a", header :contains "from" "b"), not anyof (true, false)) { fileinto "X"; }
