require ["regex", "fileinto"];
if header :regex "subject" "\\[[A-Z]+-[0-9]+\\]" { fileinto "Jira"; }
