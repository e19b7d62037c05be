require ["fileinto", "copy", "reject", "variables", "imap4flags", "envelope", "body"];

# Social
if anyof (header :contains ["from"] "social.example.com") {
    fileinto "Social";
    stop;
}
