require ["date", "fileinto"];
if date :originalzone :is "received" "weekday" ["0", "6"] { fileinto "Weekend"; }
