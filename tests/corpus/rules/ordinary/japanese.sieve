require ["fileinto", "copy", "imap4flags", "vacation", "mailbox", "relational", "date"];
# rule:[メルマガ]
if anyof (header :contains "from" ["mag2.example.com", "magazine@shop.example.jp"], header :contains "subject" "メールマガジン") { fileinto "メルマガ"; stop; }
# rule:[部長]
if address :is "from" "bucho@example.co.jp" { addflag "\\Flagged"; fileinto "部長"; }
# rule:[社内]
if address :domain :is "from" "example.co.jp" { fileinto "社内"; }
# rule:[請求書]
if header :contains "subject" ["請求書", "御請求"] { fileinto "経理/請求書"; }
# rule:[見積]
if header :contains "subject" "見積" { fileinto "営業/見積"; }
# rule:[楽天]
if address :domain :is "from" "rakuten.co.jp" { fileinto "ショッピング"; }
# rule:[宅配]
if header :contains "subject" ["お届け", "配達完了"] { fileinto "宅配"; }
# rule:[銀行からのお知らせ]
if address :domain :is "from" "bank.example.jp" { fileinto "銀行"; }
# rule:[迷惑メール]
if header :contains "X-Spam-Status" "Yes" { fileinto "迷惑メール"; stop; }
# rule:[件名に迷惑メール]
if header :contains "subject" "[迷惑メール]" { fileinto "迷惑メールフォルダー"; }
# rule:[PTA]
if header :contains "subject" "PTA" { fileinto "学校/PTA"; }
# rule:[夏季休業]
if currentdate :value "ge" "date" "2026-08-10" { vacation :days 1 :subject "夏季休業のお知らせ" "8月16日まで休業しております。"; }
# rule:[秘書へ]
if header :contains "subject" "日程調整" { redirect :copy "hisho@example.co.jp"; }
# rule:[監視]
if allof (address :is "from" "zabbix@example.co.jp", header :contains "subject" "警告") { fileinto "監視"; }
# rule:[バックアップ完了]
if allof (address :is "from" "backup@example.co.jp", header :contains "subject" "完了") { setflag "\\Seen"; fileinto "バックアップ"; }
# rule:[広告]
if header :contains "subject" "未承諾広告" { discard; }
# rule:[同窓会]
if header :contains "to" "dosokai@ml.example.org" { fileinto "同窓会"; }
# rule:[SNS]
if address :domain :is "from" ["twitter.com", "facebookmail.com"] { fileinto "SNS"; }
# rule:[求人]
if header :contains "subject" "求人" { fileinto "求人"; }
# rule:[旅行]
if header :contains "subject" ["ご予約", "搭乗"] { fileinto "旅行"; }
