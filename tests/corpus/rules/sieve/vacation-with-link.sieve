require ["vacation"];
vacation :days 1 :subject "Re: your message" "Please use our new portal: https://portal.example.net/login";
