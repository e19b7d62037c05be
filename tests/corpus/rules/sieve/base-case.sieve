REQUIRE "fileinto";
IF HEADER :CONTAINS "Subject" "Shout" { FILEINTO "Loud"; STOP; }
