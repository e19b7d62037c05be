require ["include", "variables"];
set "global.name" "value";
keep;
