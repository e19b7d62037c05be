require ["foreverypart", "mime", "variables", "extracttext", "fileinto"];
foreverypart {
  if header :mime :contenttype :is "Content-Type" "text/plain" {
    extracttext :first 100 "start";
    extracttext :lower "all";
    break;
  }
}
if string :contains "${start}" "invoice" { fileinto "Bills"; }
