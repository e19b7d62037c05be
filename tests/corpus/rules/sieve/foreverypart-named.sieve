require ["foreverypart", "mime", "fileinto"];
foreverypart :name "outer" {
  foreverypart {
    if header :mime :type "Content-Type" "application" { fileinto "Apps"; break :name "outer"; }
  }
}
