require ["enotify"];
# rule:[phone]
if header :contains "subject" "alarm"
{
	notify :importance "1" :message "Alarm" "mailto:12025550100@sms.example.com";
}
