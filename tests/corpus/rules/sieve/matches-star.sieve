require "fileinto";
if header :matches "subject" "*" { fileinto "Conversation History"; }
