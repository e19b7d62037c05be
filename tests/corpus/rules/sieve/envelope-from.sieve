require ["envelope", "fileinto"];
if envelope :is "from" "bounces@example.com" { fileinto "Bounces"; }
