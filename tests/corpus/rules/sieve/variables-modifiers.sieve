require ["variables", "fileinto"];
set :upper "a" "abc";
set :lower :upperfirst "b" "ABC";
set :length "c" "four";
set :quotewildcard "d" "a*b";
fileinto "${a}-${b}-${c}";
