require ["variables", "copy"];
if header :matches "X-Forward-To" "*" { redirect :copy "${1}"; }
