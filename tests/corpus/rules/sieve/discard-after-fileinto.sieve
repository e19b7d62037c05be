require "fileinto";
fileinto "Everything";
discard;
