# This is SnappyMail sieve script.
# Please don't change anything here!

require ["fileinto", "copy"];

/*
BEGIN:FILTER:10e8f7e5
BEGIN:HEADER
eyJJRCI6IjEwZThmN2U1IiwiRW5hYmxlZCI6dHJ1ZSwiTmFtZSI6IlNob3BzIiwiQ29uZGl0aW9u
cyI6W119
END:HEADER
*/

if header :contains ["From"] "shop.example.com"
{
    fileinto "Shops";
    stop;
}

/* END:FILTER */
