require ["regex"];
if address :regex "from" "^(noreply|no-reply)@" { keep; }
