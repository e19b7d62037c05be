require ["subaddress", "envelope", "fileinto", "mailbox"];
if envelope :is :detail "to" "bank" { fileinto :create "Bank"; }
elsif envelope :is :detail "to" "tax" { fileinto :create "Tax"; }
elsif envelope :is :detail "to" ["shop", "store"] { fileinto :create "Shops"; }
