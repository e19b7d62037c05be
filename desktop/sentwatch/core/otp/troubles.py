"""What can go wrong with reading authenticator entries."""

from __future__ import annotations

from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.core.trouble import TroubleKind

OTP_SOURCE_UNREADABLE = TroubleKind(
    code="otp-source-unreadable",
    title=N_("{name} could not be read: {reason}"),
    do_first=N_("Name a picture of a QR code, an export of the app, or text with otpauth:// addresses."),
)
OTP_PASSWORD_NEEDED = TroubleKind(
    code="otp-password-needed",
    title=N_("{name} is encrypted with a password of its own."),
    do_first=N_("Enter the password you chose when you made the export."),
)
OTP_PASSWORD_WRONG = TroubleKind(
    code="otp-password-wrong",
    title=N_("The password does not open {name}."),
    do_first=N_("Enter the password you chose when you made the export; it may differ from the one of the app."),
)
NOT_THERE: Final = N_("it could not be opened")
EMPTY: Final = N_("there is nothing in it")
TOO_LARGE: Final = N_("it is larger than such files are")
FOREIGN: Final = N_("it is neither a picture we can open nor an export we know")
NO_QR: Final = N_("no QR code was found in the picture")
QR_OF_SOMETHING_ELSE: Final = N_("the QR code is not that of an authenticator")
PICTURE_DAMAGED: Final = N_("the picture is damaged or too large")
NO_PASSWORD_SLOT: Final = N_("it can be opened on the phone only, not with a password")
COSTLY: Final = N_("it asks for far more memory or time than the app does")
DAMAGED: Final = N_("it is damaged")
ENCRYPTED_ELSEWHERE: Final = N_("it is encrypted; export it without encryption, or as otpauth:// addresses")
