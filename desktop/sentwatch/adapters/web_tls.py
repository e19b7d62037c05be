"""Looks at a website's encrypted door: version, certificate, whether browsers trust it, whether old TLS is taken."""

from __future__ import annotations

import ssl
import warnings
from typing import Final

from sentwatch.adapters.commands import CouldNotLook
from sentwatch.adapters.connection_probe import read_certificate
from sentwatch.adapters.targets import Targets, shut
from sentwatch.core.connection import Answer
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.trouble import Trouble
from sentwatch.core.website import WebTls
from sentwatch.ports.cancel import CancelToken

TALK_S: Final = 8.0


def look_at_tls(
    host: str, port: int, targets: Targets, context: ssl.SSLContext | None, *, cancel: CancelToken
) -> WebTls:
    """Shake hands three times: as a browser would, without judging, and with old versions only."""
    bare = ssl.create_default_context()
    bare.check_hostname = False
    bare.verify_mode = ssl.CERT_NONE
    takes_old = _takes_old_tls(host, port, targets, cancel=cancel)
    try:
        version, der = _shake(host, port, targets, bare, cancel=cancel)
    except (OSError, Trouble, ValueError):
        cancel.check()
        if takes_old is Answer.YES:
            return WebTls(version=None, certificate=None, is_trusted=Answer.UNKNOWN, takes_old_tls=takes_old)
        raise CouldNotLook(phrase(N_("{host} answers no encrypted connection (port 443)."), host=host)) from None
    is_trusted, reason = Answer.YES, ""
    try:
        _shake(host, port, targets, context or ssl.create_default_context(), cancel=cancel)
    except ssl.SSLCertVerificationError as error:
        is_trusted, reason = Answer.NO, str(error.verify_message or error.reason or "")[:200]
    except (OSError, Trouble, ValueError):
        cancel.check()
        is_trusted = Answer.UNKNOWN
    return WebTls(
        version=version,
        certificate=read_certificate(der),
        is_trusted=is_trusted,
        reason=reason,
        takes_old_tls=takes_old,
    )


def _shake(
    host: str, port: int, targets: Targets, context: ssl.SSLContext, *, cancel: CancelToken
) -> tuple[str | None, bytes | None]:
    cancel.check()
    with targets.connect(host, port) as raw, cancel.on_cancel(lambda: shut([raw])):
        raw.settimeout(TALK_S)
        with context.wrap_socket(raw, server_hostname=host) as tls:
            return tls.version(), tls.getpeercert(binary_form=True)


def _takes_old_tls(host: str, port: int, targets: Targets, *, cancel: CancelToken) -> Answer:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # old versions are the very question here
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
        _shake(host, port, targets, context, cancel=cancel)
    except ssl.SSLError as error:
        # Our own OpenSSL may know no old version at all (a system policy): then nothing was asked.
        return Answer.UNKNOWN if error.reason in {"NO_PROTOCOLS_AVAILABLE", "NO_CIPHERS_AVAILABLE"} else Answer.NO
    except (ConnectionResetError, BrokenPipeError):
        return Answer.NO
    except (OSError, Trouble, ValueError):
        cancel.check()
        return Answer.UNKNOWN
    return Answer.YES
