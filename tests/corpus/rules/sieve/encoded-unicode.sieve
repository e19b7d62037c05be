require ["encoded-character", "fileinto"];
if header :contains "subject" "${unicode:8acb 6c42 66f8}" { fileinto "${unicode:8ACB 6C42}"; }
