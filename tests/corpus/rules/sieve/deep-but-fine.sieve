if allof (true, anyof (false, allof (true, not not anyof (header :contains "a" "b", allof (exists "c", not exists "d"))))) { if true { if true { if not false { keep; } } } }
