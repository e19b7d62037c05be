require ["mime", "fileinto"];
if anyof (address :mime :anychild :is "from" "tim@example.com", exists :mime :anychild "content-md5") { fileinto "Odd"; }
