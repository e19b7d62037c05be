### Nextcloud Mail: Vacation Responder ### DON'T EDIT ###
require "date";
require "relational";
require "vacation";
require "variables";
### Nextcloud Mail: Vacation Responder ### DON'T EDIT ###

### Nextcloud Mail: Vacation Responder ### DON'T EDIT ###
# DATA: {"version":1,"enabled":true,"subject":"Away","message":"Back soon"}
set "subject" "";
if header :matches "subject" "*" {
	set "subject" "${1}";
}
if currentdate :value "ge" "iso8601" "2026-08-01T00:00:00Z" {
	vacation :days 4 :subject "Re: ${subject}" :addresses ["me@example.jp"] "Back soon";
}
### Nextcloud Mail: Vacation Responder ### DON'T EDIT ###
