require "editheader";
# rule:[Sort]
if address :is "from" "customer@example.com" { deleteheader "Reply-To"; addheader "Reply-To" "answers@mailhub.example"; }
