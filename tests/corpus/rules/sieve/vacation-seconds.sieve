require ["vacation", "vacation-seconds"];
vacation :seconds 1800 :addresses "me@example.jp" "In a meeting.";
