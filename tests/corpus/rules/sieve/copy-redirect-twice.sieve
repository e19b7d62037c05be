require "copy";
redirect :copy "one@example.com";
redirect :copy "two@example.com";
