require ["mime", "fileinto"];
if header :mime :type "Content-Type" "image" { fileinto "Pictures"; }
if header :mime :subtype :anychild "Content-Type" ["pdf", "zip"] { fileinto "Files"; }
