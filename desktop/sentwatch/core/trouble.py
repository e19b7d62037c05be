"""Troubles: what the outside world did that the user can act on, as kind + params, worded at the edge.

Only adapters know foreign exceptions; they raise `Trouble`. Anything else that escapes is our bug.
"""

from __future__ import annotations

from dataclasses import dataclass

from sentwatch.core.phrase import N_, Param, Params


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleKind:
    """One kind of trouble. `code` is kebab case and stays for ever; texts are marked with `N_`.

    `title_with_wait` is the title where the world named a time (`wait_s` in the params).
    """

    code: str
    title: str
    do_first: str
    title_with_wait: str = ""


class Trouble(Exception):  # noqa: N818 - the vocabulary says Trouble, not Error
    """The world's fault, told apart by `kind`; `params` fill the `{fields}` of its words. Never holds a secret."""

    def __init__(self, kind: TroubleKind, **params: Param) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.params: Params = params

    @property
    def title(self) -> str:
        """The source text to be shown: the kind's, with the time where one was named."""
        timed = self.kind.title_with_wait
        return timed if timed and "wait_s" in self.params else self.kind.title


BAD_CREDENTIAL = TroubleKind(
    code="bad-credential",
    title=N_("{host} did not accept the name or the password."),
    do_first=N_("Check the address and the password at the provider's web page, then enter them again."),
)
APP_PASSWORD_NEEDED = TroubleKind(
    code="app-password-needed",
    title=N_("{host} wants an app password here, not the account password."),
    do_first=N_("Make an app password on the provider's security page and enter that one."),
)
BROWSER_SIGN_IN_NEEDED = TroubleKind(
    code="browser-sign-in-needed",
    title=N_("{host} only lets mail programs in by a sign-in in the browser."),
    do_first=N_("Choose “Sign in with the browser” for this account."),
)
THROTTLED = TroubleKind(
    code="throttled",
    title=N_("{host} asks us to wait before trying again."),
    title_with_wait=N_("{host} asks us to wait before trying again: {wait_s:duration}."),
    do_first=N_("Nothing to do now. We try again later, less often."),
)
TOO_MANY_CONNECTIONS = TroubleKind(
    code="too-many-connections",
    title=N_("{host} allows no further connection to this mailbox at the moment."),
    do_first=N_("Close a mail program that uses this mailbox on this or another device, or wait a few minutes."),
)
SERVER_TROUBLE = TroubleKind(
    code="server-trouble",
    title=N_("{host} answered that it has trouble of its own."),
    do_first=N_("Try again later. If it lasts, look at the provider's status page."),
)
NETWORK_CUT = TroubleKind(
    code="network-cut",
    title=N_("The connection to {host} could not be made or was cut."),
    do_first=N_("Check the network, the server name and the port, then try again."),
)
SERVER_SILENT = TroubleKind(
    code="server-silent",
    title=N_("{host} went silent for {wait_s} seconds."),
    do_first=N_("Try again later. What was read so far is kept."),
)
CERTIFICATE_REFUSED = TroubleKind(
    code="certificate-refused",
    title=N_("The certificate of {host} could not be verified, so we did not sign in."),
    do_first=N_(
        "Check the server name. If your office has its own authority, name its certificate file for this account."
    ),
)
CERTIFICATES_UNREADABLE = TroubleKind(
    code="certificates-unreadable",
    title=N_("No certificate could be read from {path}: {reason}"),
    do_first=N_("Ask whoever runs the mail server for the certificate of its authority, as a PEM file."),
)
ENCRYPTION_REFUSED = TroubleKind(
    code="encryption-refused",
    title=N_("{host} did not agree to an encrypted connection, so we did not sign in."),
    do_first=N_("Use the encrypted port (993) or ask the provider which one it is."),
)
SERVER_BROKE_RULES = TroubleKind(
    code="server-broke-rules",
    title=N_("{host} sent something that is not mail protocol, or far too much of it."),
    do_first=N_("Check the server name and the port. If both are right, tell the provider."),
)
SERVER_REFUSED = TroubleKind(
    code="server-refused",
    title=N_("{host} refused a command: {answer}"),
    do_first=N_("Try again. If it happens again, the provider may not allow this."),
)
SENT_FOLDER_UNCLEAR = TroubleKind(
    code="sent-folder-unclear",
    title=N_("We could not tell which folder holds the sent mail of {address}. Candidates: {candidates}"),
    do_first=N_("Name the folder once, with --sent-folder or in the account's settings."),
)
FOLDER_MISSING = TroubleKind(
    code="folder-missing",
    title=N_("The folder “{folder}” is no longer there."),
    do_first=N_("Choose the folder again in the account's settings."),
)
OUR_FAULT = TroubleKind(
    code="our-fault",
    title=N_("Something went wrong inside Sentwatch itself (code {code})."),
    do_first=N_("It is tried again by itself. If it lasts, look into the log and report the code."),
)
KEYRING_LOCKED = TroubleKind(
    code="keyring-locked",
    title=N_("The keyring of this computer is locked."),
    do_first=N_("Unlock it (usually by signing in to the desktop) and try again."),
)
KEYRING_MISSING = TroubleKind(
    code="keyring-missing",
    title=N_("This computer offers no keyring, so nothing secret can be kept."),
    do_first=N_("Enter the password when asked; it is used for this session only."),
)
SECRET_MISSING = TroubleKind(
    code="secret-missing",
    title=N_("No password is kept for {address}."),
    do_first=N_(
        "Enter it in the account's settings; in the terminal, add the account again or give it with --password-stdin."
    ),
)
PASSWORD_COMMAND_FAILED = TroubleKind(
    code="password-command-failed",
    title=N_("The password command of {address} gave no password."),
    do_first=N_("Run it by hand: its first line of output must be the password, and it must end with 0."),
)
ARCHIVE_UNREADABLE = TroubleKind(
    code="archive-unreadable",
    title=N_("{path} could not be read: {reason}"),
    do_first=N_("Check that the file is there, that you may read it, and that it is mbox, Maildir, .eml or a CSV log."),
)
STORE_UNUSABLE = TroubleKind(
    code="store-unusable",
    title=N_("The local store {path} could not be used: {reason}"),
    do_first=N_("Check free space and permissions of that folder. Nothing on the mail server is affected."),
)
STORE_NEWER = TroubleKind(
    code="store-newer",
    title=N_("The local store {path} was written by a newer Sentwatch."),
    do_first=N_("Install the newer version again, or name another folder with --data-dir."),
)
ONLY_A_SAMPLE = TroubleKind(
    code="only-a-sample",
    title=N_("This is the made-up mailbox; no other can be added beside it."),
    do_first=N_("Close this window and open Sentwatch without the sample."),
)
ACCOUNT_UNKNOWN = TroubleKind(
    code="account-unknown",
    title=N_("No account {address} is set up here."),
    do_first=N_("See “sentwatch accounts list”, or add it with “sentwatch accounts add”."),
)
KEYRING_TOO_SMALL = TroubleKind(
    code="keyring-too-small",
    title=N_("The keyring of this computer could not keep a secret of this length."),
    do_first=N_("Use an app password, or sign in for this session only."),
)
ADDRESS_UNFIT = TroubleKind(
    code="address-unfit",
    title=N_("“{address}” is not a mail address we can look up."),
    do_first=N_("Write the whole address, for example name@example.com."),
)
SERVER_NOT_FOUND = TroubleKind(
    code="server-not-found",
    title=N_("We found no server (IMAP) that shows the mail of {address}."),
    do_first=N_("Enter the server yourself if you know it. Mail in files can be looked at without one."),
)
OAUTH_CLIENT_MISSING = TroubleKind(
    code="oauth-client-missing",
    title=N_("Signing in with the browser needs a client id for {service}, and none is set up."),
    do_first=N_("Follow the guide “Your own client id” once, or use an app password where the provider has them."),
)
OAUTH_CLIENT_REFUSED = TroubleKind(
    code="oauth-client-refused",
    title=N_("{host} did not accept our client id."),
    do_first=N_("Check the client id in the settings, and that it is one for desktop programs."),
)
SIGN_IN_DECLINED = TroubleKind(
    code="sign-in-declined",
    title=N_("The sign-in at {host} was declined."),
    do_first=N_("Start it again and allow reading mail. In an office the administrator may have to allow it first."),
)
SIGN_IN_TIMED_OUT = TroubleKind(
    code="sign-in-timed-out",
    title=N_("The sign-in at {host} was not finished in time."),
    do_first=N_("Start it again and finish it in the browser within five minutes."),
)
SETTINGS_UNREADABLE = TroubleKind(
    code="settings-unreadable",
    title=N_("The settings file {path} could not be read: {reason}"),
    do_first=N_("Correct the file or move it away; it is written anew then."),
)
RULES_ENCRYPTION_REFUSED = TroubleKind(
    code="rules-encryption-refused",
    title=N_("{host} did not agree to an encrypted connection for reading rules, so we did not sign in."),
    do_first=N_("Read the rules in the provider's web page, or ask the provider for ManageSieve with encryption."),
)
OUTGOING_ENCRYPTION_REFUSED = TroubleKind(
    code="outgoing-encryption-refused",
    title=N_("{host} did not agree to an encrypted connection for sending, so nothing was sent."),
    do_first=N_("Use port 465, or port 587 with --starttls, as the provider's help page says."),
)
OUTGOING_SERVER_UNKNOWN = TroubleKind(
    code="outgoing-server-unknown",
    title=N_("We do not know through which server {address} sends its mail."),
    do_first=N_("Name it with --smtp-host; your mail program's settings for outgoing mail show it."),
)
OUTGOING_NOT_PERMITTED = TroubleKind(
    code="outgoing-not-permitted",
    title=N_("The browser sign-in of {address} lets Sentwatch read and not send, so nothing was sent."),
    do_first=N_("Send yourself a message with the word “invoice” in its subject by hand, and watch where it arrives."),
)
OUTGOING_NOT_THE_PROVIDERS = TroubleKind(
    code="outgoing-not-the-providers",
    title=N_("What the browser sign-in gave is for the provider alone, and {host} is not its outgoing server."),
    do_first=N_("Leave --smtp-host out."),
)
PERMISSION_MISSING = TroubleKind(
    code="permission-missing",
    title=N_("{host} does not show the rules with the permission that was given."),
    do_first=N_("Sign in with the browser again and allow reading mail and mailbox settings."),
)
SCRIPT_REFUSED = TroubleKind(
    code="script-refused",
    title=N_("{host} did not accept the changed script: {answer}"),
    do_first=N_("Nothing was changed. Switch the rule off in the provider's web page."),
)
SCRIPT_CHANGED = TroubleKind(
    code="script-changed",
    title=N_("The script “{name}” is no longer what it was when we read it."),
    do_first=N_("Nothing was changed. Read the rules again and look at them first."),
)
RULE_NOT_FOUND = TroubleKind(
    code="rule-not-found",
    title=N_("No rule with the fingerprint {digest} is known there."),
    do_first=N_("Nothing was changed. Read the rules again: a rule that was changed has another fingerprint."),
)
RULE_NOT_SWITCHABLE = TroubleKind(
    code="rule-not-switchable",
    title=N_("This rule cannot be switched off from here without touching anything else ({name})."),
    do_first=N_(
        "Nothing was changed. Remove the rule in the provider's web page or in the mail program that keeps it."
    ),
)
BACKUP_MISSING = TroubleKind(
    code="backup-missing",
    title=N_("No script is kept here in which the rule {digest} was switched off."),
    do_first=N_("Switch it on again where the rules of this mailbox are kept."),
)
RULES_UNREADABLE = TroubleKind(
    code="rules-unreadable",
    title=N_("{path} could not be read: {reason}."),
    do_first=N_("Check that the file is there, that you may read it, and that it is a file of rules."),
)
ANSWER_NOT_WRITTEN = TroubleKind(
    code="answer-not-written",
    title=N_("What was found could not be written out: {reason}"),
    do_first=N_("Free some space where the output goes, and run it again."),
)
FILE_UNWRITABLE = TroubleKind(
    code="file-unwritable",
    title=N_("{path} could not be written: {reason}"),
    do_first=N_("Choose another place, or free some space."),
)
FILE_IN_THE_WAY = TroubleKind(
    code="file-in-the-way",
    title=N_("{path} is there already."),
    do_first=N_("Choose another place; nothing is written over."),
)
PDF_NEEDS_QT = TroubleKind(
    code="pdf-needs-qt",
    title=N_("A PDF needs Qt (PySide6), which is not installed here."),
    do_first=N_("Open the HTML in a browser and print it from there."),
)
EVIDENCE_UNREADABLE = TroubleKind(
    code="evidence-unreadable",
    title=N_("{path} could not be read as evidence: {reason}"),
    do_first=N_("Name the folder or file that “Save evidence” wrote."),
)
EVIDENCE_PASSPHRASE_NEEDED = TroubleKind(
    code="evidence-passphrase-needed",
    title=N_("{path} is locked with a passphrase."),
    do_first=N_("Give the passphrase, for example with --passphrase-stdin."),
)
EVIDENCE_PASSPHRASE_WRONG = TroubleKind(
    code="evidence-passphrase-wrong",
    title=N_("{path} did not open with this passphrase, or somebody changed it."),
    do_first=N_("Check capitals and keyboard layout, and try again. Without the passphrase nobody can open it."),
)
AUTOSTART_REFUSED = TroubleKind(
    code="autostart-refused",
    title=N_("Starting at login could not be changed in {place}: {reason}"),
    do_first=N_("Change it in the settings of your system."),
)
EXPORT_UNREADABLE = TroubleKind(
    code="export-unreadable",
    title=N_("{path} could not be read as exported settings: {reason}"),
    do_first=N_("Name a file that “sentwatch data export” wrote. Nothing was changed."),
)
