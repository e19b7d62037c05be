require ["variables", "fileinto"];
if header :matches "List-Id" "*<*.example.org>" { fileinto "Lists/${2}"; }
