require ["body", "fileinto"];
if anyof (body :raw :contains "MAKE MONEY", body :content "text" :matches "*click here*", body :text :is "x") { fileinto "Junk"; }
