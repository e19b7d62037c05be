require "fileinto";
if header :matches "subject" "*[ticket #????]*" { fileinto "Tickets"; }
