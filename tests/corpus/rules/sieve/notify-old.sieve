require ["notify"];
if header :contains "subject" "alarm" { notify :method "mailto" :options "phone@example.com" :message "$from$: $subject$" :high; }
denotify;
