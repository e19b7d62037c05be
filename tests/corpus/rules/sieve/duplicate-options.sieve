require ["duplicate", "variables"];
if duplicate :handle "notify" :seconds 1800 :last { discard; }
if header :matches "message-id" "*" { if duplicate :uniqueid "${1}" { discard; } }
if duplicate :header "X-Event-ID" { discard; }
