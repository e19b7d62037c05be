require ["copy", "variables", "envelope"];
if envelope :matches "from" "*" { set "from" "${1}"; }
if not string :is "${from}" "" { redirect :copy "watcher@example.com"; }
