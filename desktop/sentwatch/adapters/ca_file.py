"""A file with an office's own certificate authority: whether anything in it could be trusted at all."""

from __future__ import annotations

import os
import ssl

from sentwatch.core.phrase import N_, phrase
from sentwatch.core.trouble import CERTIFICATES_UNREADABLE, Trouble


def insist_on_certificates(path: str) -> None:
    """Trouble(CERTIFICATES_UNREADABLE) where the file is not there, may not be read, or holds no certificate."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except ssl.SSLError:
        raise Trouble(CERTIFICATES_UNREADABLE, path=path, reason=phrase(N_("it holds none (PEM)"))) from None
    except OSError as error:
        raise Trouble(CERTIFICATES_UNREADABLE, path=path, reason=os.strerror(error.errno or 0)) from None
    except ValueError:
        raise Trouble(
            CERTIFICATES_UNREADABLE, path=path, reason=phrase(N_("there is no such file or folder"))
        ) from None
