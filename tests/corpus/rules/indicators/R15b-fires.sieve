require "fileinto";
# rule:[Sort]
if header :contains "from" ["mailer-daemon@googlemail.com", "postmaster@"] { fileinto "Trash"; }
