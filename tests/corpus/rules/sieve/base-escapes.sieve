require "fileinto";
if header :is "subject" "He said \"hello\" and C:\\temp" { fileinto "Odd \"names\""; }
