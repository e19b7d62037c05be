require ["body","date","fileinto","relational"];
# rule:[Summer]
if allof (body :text :contains "holiday", currentdate :value "ge" :zone "+0900" "date" "2026-07-01")
{
	fileinto "Holiday";
}
