require "vacation";
vacation :days 1 "Our mail has moved, sign in at https://portal.mailhub.example/login";
