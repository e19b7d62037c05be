require ["envelope", "subaddress", "fileinto"];
if envelope :detail :is "to" "shop" { fileinto "Shop"; }
