require ["reject"];
if size :over 20M { reject text:
Your message is too large.
.
; stop; }
