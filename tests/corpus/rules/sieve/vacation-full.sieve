require "vacation";
vacation :days 3 :subject "Out of office" :from "me@example.jp" :addresses ["me@example.jp", "info@example.jp"] :handle "summer" "Back on Monday.";
