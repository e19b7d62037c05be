require "fileinto";
if header :contains "subject" ["a", "e", "i", "o", "u"] { fileinto "RSS Subscriptions"; }
