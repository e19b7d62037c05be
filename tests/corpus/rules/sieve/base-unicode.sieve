require "fileinto";
if header :contains "subject" ["お知らせ", "メルマガ", "Überraschung", "счёт"] { fileinto "日本語フォルダー"; }
