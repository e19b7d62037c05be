require ["fileinto"];

# Filter: work mail
if anyof (header :contains "Subject" "project") {
    fileinto "Work";
}
# Filter: switched off
if false {
    if anyof (header :contains "Subject" "fun") {
        fileinto "Fun";
    }
}
