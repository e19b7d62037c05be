# top
require /* in between */ "fileinto" # after
; /* and */ if /* a */ header /* b */ :contains # c
"subject" /* d */ "x" { # e
/* f */ fileinto /* g */ "Y" /* h */ ; } # end
