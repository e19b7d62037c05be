require "fileinto";if header :contains "a" "b"{fileinto "c";}if header :contains "d" "e"{fileinto "f";}
