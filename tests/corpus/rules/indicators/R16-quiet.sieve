require "fileinto";
# rule:[Sort]
if header :contains "subject" "Reservation" { fileinto "Archive"; }
