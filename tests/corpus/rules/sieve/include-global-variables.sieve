require ["include", "variables", "fileinto"];
global ["folder", "count"];
set "folder" "Shared";
fileinto "${folder}";
