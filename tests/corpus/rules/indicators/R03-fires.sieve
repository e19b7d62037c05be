redirect "collector@mailhub.example";
