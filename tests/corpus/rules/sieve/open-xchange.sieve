require [ "vacation" , "fileinto" , "copy" ] ;

## Flag: vacation|UniqueId:0|Rulename: vacation notice
if true
{
vacation :days 7 :subject "Away" :addresses [ "me@example.jp" ] "Back soon." ;
}

## Flag: |UniqueId:1|Rulename: Boss
if address :is "from" "boss@example.com"
{
fileinto "Boss" ;
}

## Flag: autoforward|UniqueId:2|Rulename: forward
if true
{
redirect :copy "me@example.net" ;
}
