require ["vnd.dovecot.execute", "variables", "fileinto"];
execute :pipe :output "answer" "look-up" ["a", "b"];
fileinto "${answer}";
