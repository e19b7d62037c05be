require ["index", "fileinto"];
if header :index 1 :contains "received" "relay.example.com" { fileinto "Relayed"; }
