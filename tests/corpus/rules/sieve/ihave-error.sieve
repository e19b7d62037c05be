require "ihave";
if not ihave "regex" { error "This server cannot do regular expressions."; }
