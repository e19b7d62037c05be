require "vacation";
vacation :days 1 "I am away. See https://www.example.co.jp/contact";
