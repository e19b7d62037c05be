require ["fileinto"];
if header :contains "subject" "x" { fileinto "&UkqWZG4IMH8wojCkMMYw4A-"; }
