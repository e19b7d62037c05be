require ["fileinto","imap4flags","vacation"];

if anyof (header :contains "subject" "invoice") {
    fileinto "Bills";
    stop;
}
if allof (address :contains ["from"] "@example.org", header :contains ["to","cc"] "team") {
    addflag ["\\Flagged"];
    keep;
}
