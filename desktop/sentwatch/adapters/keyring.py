"""The operating system's keyring, and nothing weaker: states told apart, no call that blocks for ever."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sentwatch.core.trouble import KEYRING_LOCKED, KEYRING_MISSING, KEYRING_TOO_SMALL, Trouble
from sentwatch.ports.secrets import SecretPort

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE: Final = "Sentwatch"

WAIT_S: Final = 60.0
"""How long a prompt of the desktop may stand open before we call the keyring locked."""

# Named one by one: `keyring.get_keyring()` obeys a configuration file, an environment variable and entry points, and
# with them also backends that write plain text (keyrings.alt), keep nothing (null) or always fail.
_BACKENDS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "linux": (
        ("keyring.backends.SecretService", "Keyring"),
        ("keyring.backends.kwallet", "DBusKeyring"),
        ("keyring.backends.libsecret", "Keyring"),
    ),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
}

_WINDOWS_BYTES: Final = 5 * 512
"""CRED_MAX_CREDENTIAL_BLOB_SIZE (Microsoft, wincred.h, CREDENTIALW); the text is kept as UTF-16."""


def _find_backend() -> KeyringBackend:
    """Find the best keyring of this system that answers; Trouble(KEYRING_MISSING) where there is none."""
    viable: list[tuple[float, type[KeyringBackend]]] = []
    for module, name in _BACKENDS.get(sys.platform, _BACKENDS["linux"]):
        # Everything may go wrong while a foreign library looks for its service; each failure means "not this one".
        with suppress(Exception):
            backend: type[KeyringBackend] = getattr(importlib.import_module(module), name)
            viable.append((float(backend.priority), backend))
    if not viable:
        raise Trouble(KEYRING_MISSING)
    best = max(viable, key=lambda pair: pair[0])[1]
    return _tidy_secret_service(best) if best.__module__.endswith(".SecretService") else best()


def _tidy_secret_service(backend: type[Any]) -> KeyringBackend:
    """Make a Secret Service backend that closes its connection also where the collection stays locked."""
    import secretstorage
    from keyring.errors import KeyringLocked

    class SecretService(backend):  # type: ignore[misc]
        """As its base, which leaves the bus connection open when it raises (keyring 25.7.0)."""

        def get_preferred_collection(self) -> Any:
            bus = secretstorage.dbus_init()
            try:
                collection = secretstorage.get_default_collection(bus)
                locked = collection.is_locked() and (collection.unlock() or collection.is_locked())
            except BaseException:
                bus.close()
                raise
            if locked:
                bus.close()
                raise KeyringLocked
            return collection

    found: KeyringBackend = SecretService()
    return found


def _as_trouble(error: Exception) -> Trouble:
    """Tell what a failed call means. By name: the libraries behind differ from system to system."""
    names = {cls.__name__ for cls in type(error).__mro__}
    if names & {"KeyringLocked", "LockedException", "PromptDismissedException"}:
        return Trouble(KEYRING_LOCKED)
    if getattr(error, "winerror", None) == 1783:  # RPC_X_BAD_STUB_DATA: how CredWrite refuses what is too long
        return Trouble(KEYRING_TOO_SMALL)
    if "DBusErrorResponse" in names and "IsLocked" in str(getattr(error, "name", "")):
        return Trouble(KEYRING_LOCKED)
    # KWallet and the macOS keychain report a dismissed prompt by these two only.
    if names & {"PasswordSetError", "PasswordDeleteError"}:
        return Trouble(KEYRING_LOCKED)
    return Trouble(KEYRING_MISSING)


@dataclass(slots=True)
class Keyring:
    """A SecretPort over the system's keyring. Nothing is remembered here: every call asks anew.

    A call that shows a prompt ends after `wait_s` as KEYRING_LOCKED and leaves its prompt to the user; the next call
    waits for that prompt and opens no second one.
    """

    wait_s: float = WAIT_S
    find_backend: Callable[[], KeyringBackend] = _find_backend
    _turn: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def get(self, name: str) -> str | None:
        """Return the secret kept under `name`, None where none is."""
        return self._call(lambda backend: backend.get_password(SERVICE, name))

    def put(self, name: str, secret: str) -> None:
        """Keep `secret` and prove it by reading it back."""

        def keep(backend: KeyringBackend) -> bool:
            if backend.__module__.endswith(".Windows") and len(secret.encode("utf-16-le")) > _WINDOWS_BYTES:
                return False
            backend.set_password(SERVICE, name, secret)
            return backend.get_password(SERVICE, name) == secret

        if not self._call(keep):
            raise Trouble(KEYRING_TOO_SMALL)

    def remove(self, name: str) -> None:
        """Forget what is kept under `name` and prove it; nothing kept is fine."""

        def forget(backend: KeyringBackend) -> None:
            # More than one entry is possible where another program wrote one with the same attributes.
            for _ in range(8):
                if backend.get_password(SERVICE, name) is None:
                    return
                backend.delete_password(SERVICE, name)
            raise Trouble(KEYRING_LOCKED)

        self._call(forget)

    def available(self) -> bool:
        """Whether this system offers a keyring at all, locked or not."""
        try:
            self._call(lambda _backend: None)
        except Trouble as trouble:
            return trouble.kind is KEYRING_LOCKED
        return True

    def _call(self, work: Callable[[KeyringBackend], T]) -> T:
        """Run `work` on a thread of its own: a locked keyring with a display blocks on its prompt."""
        if not self._turn.acquire(timeout=self.wait_s):
            raise Trouble(KEYRING_LOCKED)
        answer: SimpleQueue[tuple[T] | Exception] = SimpleQueue()

        def run() -> None:
            try:
                answer.put((work(self.find_backend()),))
            except Exception as error:  # noqa: BLE001 - handed to the caller, who tells what it means
                answer.put(error)
            finally:
                self._turn.release()

        threading.Thread(target=run, name="keyring", daemon=True).start()
        try:
            result = answer.get(timeout=self.wait_s)
        except Empty:
            raise Trouble(KEYRING_LOCKED) from None
        if isinstance(result, Trouble):
            raise result
        if isinstance(result, Exception):
            # Without the cause: foreign exceptions may carry what was to be kept.
            raise _as_trouble(result) from None
        return result[0]


@dataclass(slots=True)
class SessionSecrets:
    """A SecretPort that forgets everything with the process: "for this session only"."""

    _kept: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    def get(self, name: str) -> str | None:
        """Return the secret entered in this session."""
        return self._kept.get(name)

    def put(self, name: str, secret: str) -> None:
        """Keep it until the process ends."""
        self._kept[name] = secret

    def remove(self, name: str) -> None:
        """Forget it."""
        self._kept.pop(name, None)

    def available(self) -> bool:
        """Memory is always there."""
        return True


@dataclass(slots=True)
class LayeredSecrets:
    """A SecretPort that knows what was entered in this session, and keeps everything else in the keyring.

    What was entered for this session only stays there, also where a renewed token takes its place.
    """

    session: SessionSecrets
    kept: SecretPort

    def get(self, name: str) -> str | None:
        """Return what was entered in this session, else what is kept."""
        entered = self.session.get(name)
        return self.kept.get(name) if entered is None else entered

    def put(self, name: str, secret: str) -> None:
        """Keep it where it is kept already, else for good."""
        (self.kept if self.session.get(name) is None else self.session).put(name, secret)

    def remove(self, name: str) -> None:
        """Forget it here and there."""
        self.session.remove(name)
        self.kept.remove(name)

    def available(self) -> bool:
        """Whether there is a keyring below the session."""
        return self.kept.available()
