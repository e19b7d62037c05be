require "fileinto";
if address :is "from" ["a1@x.jp", "a2@x.jp", "a3@x.jp", "a4@x.jp", "a5@x.jp", "a6@x.jp", "a7@x.jp", "a8@x.jp", "a9@x.jp", "b1@x.jp", "b2@x.jp", "b3@x.jp"] {
  fileinto "Team";
}
