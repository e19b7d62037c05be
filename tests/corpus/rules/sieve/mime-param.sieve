require ["mime", "fileinto"];
if header :mime :param "filename" :anychild :matches "Content-Disposition" "*.exe" { fileinto "Programs"; }
if header :mime :contenttype "Content-Type" "text/html" { keep; }
