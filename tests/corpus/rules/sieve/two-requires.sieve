require "fileinto";
require ["copy", "fileinto"];
fileinto :copy "Twice";
