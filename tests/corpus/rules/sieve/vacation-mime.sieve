require "vacation";
vacation :mime text:
Content-Type: text/html; charset=utf-8

<p>Away. See <a href="https://example.jp/">our page</a>.</p>
.
;
