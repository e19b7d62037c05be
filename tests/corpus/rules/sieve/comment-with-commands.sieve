require ["fileinto"];
# redirect "old@example.com";
/* if true { discard; } */
fileinto "Real";
