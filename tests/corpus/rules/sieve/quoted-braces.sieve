require ["fileinto"];
if header :contains "subject" ["{", "}", ";", "/* no comment */", "# nor this"] { fileinto "Signs {x}"; }
