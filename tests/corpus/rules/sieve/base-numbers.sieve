if anyof (size :over 1G, size :over 10M, size :over 100k, size :over 1024) { keep; }
