require "vacation";
vacation "First line
second line
third line";
