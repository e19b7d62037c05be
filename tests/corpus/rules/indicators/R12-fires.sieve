require "fileinto";
# rule:[Tidy]
if anyof (true) { fileinto "Archive"; }
