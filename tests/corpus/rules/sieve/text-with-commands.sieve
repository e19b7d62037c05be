require ["vacation"];
vacation text:
redirect "nobody@example.com";
if true { discard; }
.
;
