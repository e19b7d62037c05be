require ["vacation", "date", "relational"];
if allof (currentdate :value "ge" "date" "2026-08-01", currentdate :value "le" "date" "2026-08-15") {
  vacation :days 1 :subject "夏季休業のお知らせ" "8月16日より順次お返事いたします。";
}
