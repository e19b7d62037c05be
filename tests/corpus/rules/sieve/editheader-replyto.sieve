require ["editheader"];
if address :is "from" "customer@example.com" {
  deleteheader "Reply-To";
  addheader "Reply-To" "answers@example.net";
}
