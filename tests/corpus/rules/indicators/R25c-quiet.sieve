require "editheader";
# rule:[Sort]
if address :is "from" "customer@example.com" { addheader "X-Customer" "yes"; }
