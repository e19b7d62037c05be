require ["include", "fileinto"];
if header :contains "subject" "skip" { return; }
fileinto "Rest";
