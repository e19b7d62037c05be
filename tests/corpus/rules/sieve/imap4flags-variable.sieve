require ["imap4flags", "variables", "fileinto"];
setflag "mine" ["\\Seen", "$Done"];
addflag "mine" "\\Flagged";
fileinto :flags "${mine}" "Done";
