require "envelope";
if envelope :domain :is ["from", "to"] "example.net" { discard; }
