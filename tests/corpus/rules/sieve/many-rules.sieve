require "fileinto";
if header :contains "subject" "k01" { fileinto "F01"; }
if header :contains "subject" "k02" { fileinto "F02"; }
if header :contains "subject" "k03" { fileinto "F03"; }
if header :contains "subject" "k04" { fileinto "F04"; }
if header :contains "subject" "k05" { fileinto "F05"; }
if header :contains "subject" "k06" { fileinto "F06"; }
if header :contains "subject" "k07" { fileinto "F07"; }
if header :contains "subject" "k08" { fileinto "F08"; }
if header :contains "subject" "k09" { fileinto "F09"; }
if header :contains "subject" "k10" { fileinto "F10"; }
