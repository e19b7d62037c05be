require "fileinto";
if allof (size :over 100K, size :under 1M) { fileinto "Middle"; }
