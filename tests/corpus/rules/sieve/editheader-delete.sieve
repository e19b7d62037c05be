require ["editheader", "index"];
deleteheader "X-Hello";
deleteheader :index 1 :contains "Delivered-To" "bob@example.com";
deleteheader :index 2 :last "Received";
