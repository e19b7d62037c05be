require "encoded-character";
redirect "somebody${unicode:40}example.com";
