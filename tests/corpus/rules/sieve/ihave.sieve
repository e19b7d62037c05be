require ["ihave", "fileinto"];
if ihave ["fileinto", "vnd.example.unknown"] { fileinto "X"; } else { keep; }
