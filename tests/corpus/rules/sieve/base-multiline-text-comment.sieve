require "reject";
if header :contains "from" "spammer" {
  reject text: # the words they get
No, thank you.

.
;
}
