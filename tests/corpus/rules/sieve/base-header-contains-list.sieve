require "fileinto";
if header :contains ["subject", "comments"] ["urgent", "asap", "至急"] { fileinto "Urgent"; }
