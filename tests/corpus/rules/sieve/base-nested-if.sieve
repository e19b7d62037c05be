require ["fileinto"];
if header :contains "from" "shop" {
  if header :contains "subject" ["invoice", "請求書"] {
    fileinto "Bills";
    if size :over 2M { stop; }
  } else {
    fileinto "Ads";
  }
}
