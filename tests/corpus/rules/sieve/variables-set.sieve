require ["variables", "fileinto"];
set "dest" "Lists";
if header :contains "list-id" "dev" { fileinto "${dest}/dev"; }
