require ["vacation"];
vacation :days 1 :subject "休暇のお知らせ" :addresses ["me@example.co.jp"] text:
いつもお世話になっております。
誠に勝手ながら、8月10日から8月16日まで夏季休業とさせていただきます。
お急ぎの方は代表電話までご連絡ください。
.
;
