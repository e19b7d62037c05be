require "fileinto";
# rule:[Sort]
if header :contains "subject" ["不正ログイン", "乗っ取り", "二段階認証"] { fileinto "Other"; }
