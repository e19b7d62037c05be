require "vacation";
vacation :days 7 :subject "Away" text:
I am away until Monday.
..this line begins with a dot
Call the office if it is urgent.
.
;
