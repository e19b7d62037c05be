require ["date", "relational", "copy"];
if anyof (currentdate :value "ge" "hour" "22", currentdate :value "lt" "hour" "06") { redirect :copy "night@example.com"; }
