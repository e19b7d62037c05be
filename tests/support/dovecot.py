"""A private Dovecot on loopback: IMAP, IMAPS and ManageSieve with a certificate of our own, users added at will."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import trustme

_CONF = """
base_dir = {root}/run
state_dir = {root}/state
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
log_path = {root}/log
protocols = imap sieve
listen = 127.0.0.1
ssl = {ssl}
ssl_cert = <{root}/cert.pem
ssl_key = <{root}/key.pem
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0 secs
auth_cache_size = 0
mail_fsync = never
mail_max_userip_connections = 200
mail_location = maildir:{root}/mail/%u
mail_plugins = $mail_plugins zlib
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {root}/users/%u
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/home/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
{folders}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service managesieve-login {{
  chroot =
  service_count = 0
  inet_listener sieve {{
    port = {sieve_port}
  }}
}}
service stats {{
  chroot =
}}
protocol imap {{
  mail_plugins = $mail_plugins imap_zlib
}}
plugin {{
  sieve = file:~/sieve;active=~/.dovecot.sieve
}}
"""

ROLE_FOLDERS: Mapping[str, str] = {"Sent": "\\Sent", "Trash": "\\Trash", "Junk": "\\Junk", "Drafts": "\\Drafts"}


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@dataclass
class Dovecot:
    """A running server. `ca_file` is what a client must trust; host is 127.0.0.1."""

    root: Path
    imap_port: int
    imaps_port: int
    sieve_port: int
    ca_file: Path
    uid: int
    gid: int
    host: str = "127.0.0.1"
    users: dict[str, str] = field(default_factory=dict)
    _serial: int = 0

    def add_user(self, name: str, password: str = "correct horse") -> None:
        """A user with an INBOX and the role folders."""
        self.users[name] = password
        # A file for each: Dovecot looks at a file it knows again only a second later.
        path = self.root / "users" / name
        path.write_text(f"{name}:{{PLAIN}}{password}::::::\n")
        path.chmod(0o644)
        for folder in ("INBOX", *ROLE_FOLDERS):
            self.make_folder(name, folder)

    def folder_path(self, user: str, folder: str) -> Path:
        base = self.root / "mail" / user
        if folder == "INBOX":
            return base
        from imapclient.imap_utf7 import encode

        return base / ("." + encode(folder).decode().replace("/", "."))

    def make_folder(self, user: str, folder: str) -> Path:
        path = self.folder_path(user, folder)
        for part in ("cur", "new", "tmp"):
            (path / part).mkdir(parents=True, exist_ok=True)
        if folder != "INBOX":
            (path / "maildirfolder").touch()
        self._own(self.root / "mail" / user)
        return path

    def deliver(
        self,
        user: str,
        folder: str,
        messages: Iterable[bytes],
        *,
        at_s: Iterable[float] | None = None,
        flags: str = "S",
    ) -> int:
        """Write messages straight into the maildir; `at_s` become their INTERNALDATE. CRLF is the caller's."""
        cur = self.make_folder(user, folder) / "cur"
        times = iter(at_s) if at_s is not None else None
        count = 0
        for raw in messages:
            self._serial += 1
            when = next(times) if times is not None else 1_700_000_000 + self._serial
            name = f"{1_600_000_000 + self._serial}.M{self._serial}P1.test,S={len(raw)},W={len(raw)}:2,{flags}"
            path = cur / name
            path.write_bytes(raw)
            os.utime(path, (when, when))
            if os.geteuid() == 0:
                os.chown(path, self.uid, self.gid)
            count += 1
        return count

    def remove_messages(self, user: str, folder: str, count: int) -> None:
        """Remove the first `count` messages, as another mail program would."""
        names = sorted((self.folder_path(user, folder) / "cur").iterdir(), key=lambda p: p.name)
        for path in names[:count]:
            path.unlink()

    def put_scripts(self, user: str, scripts: Mapping[str, str | bytes], *, active: str | None) -> Path:
        """Lay Sieve scripts into the user's home, as a web mail would; the folder they lie in."""
        home = self.root / "home" / user
        folder = home / "sieve"
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.sieve"):
            path.unlink()
        for name, text in scripts.items():
            (folder / f"{name}.sieve").write_bytes(text.encode() if isinstance(text, str) else text)
        link = home / ".dovecot.sieve"
        link.unlink(missing_ok=True)
        if active is not None:
            link.symlink_to(f"sieve/{active}.sieve")
        if os.geteuid() == 0:
            for path in (home, folder, *folder.iterdir()):
                os.chown(path, self.uid, self.gid)
            if active is not None:
                os.chown(link, self.uid, self.gid, follow_symlinks=False)
        return folder

    def script_fingerprint(self, user: str) -> dict[str, object]:
        """Every script with its bytes and its time, and which one is the active one."""
        home = self.root / "home" / user
        found: dict[str, object] = {
            str(path.relative_to(home)): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(home.rglob("*"))
            if path.is_file()
        }
        link = home / ".dovecot.sieve"
        found["active"] = str(link.readlink()) if link.is_symlink() else None
        return found

    def fingerprint(self, user: str) -> dict[str, str]:
        """Each message file of the user, flags in its name, with the hash of its bytes."""
        base = self.root / "mail" / user
        return {
            str(path.relative_to(base)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(base.rglob("*"))
            if path.is_file() and path.parent.name in ("cur", "new", "tmp")
        }

    def trusting_context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.ca_file))

    def log_text(self) -> str:
        path = self.root / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _own(self, path: Path) -> None:
        if os.geteuid() != 0:
            return
        for one in (path, *path.rglob("*")):
            if one.is_dir() or one.name == "maildirfolder":
                os.chown(one, self.uid, self.gid)


def find_dovecot() -> str:
    """The program's path. A machine without it is a failure, never a skip."""
    path = shutil.which("dovecot") or next((p for p in ("/usr/sbin/dovecot",) if Path(p).exists()), None)
    if path is None:
        raise RuntimeError("dovecot is not installed (Debian: dovecot-imapd dovecot-managesieved dovecot-sieve)")
    return path


def oauth_passdb(folder: Path, *, base: str, ca_file: Path) -> str:
    """What `extra` of a server holds that has tokens looked up at an OAuth provider; its file lies in `folder`."""
    conf = folder / "oauth2.conf.ext"
    conf.write_text(
        f"introspection_mode = post\nintrospection_url = {base}/introspect\n"
        f"tls_ca_cert_file = {ca_file}\nusername_attribute = email\n"
        "active_attribute = active\nactive_value = true\n"
    )
    # The server runs as nobody where the tests run as root, and reads it there.
    for path in (folder, *folder.parents):
        if path.owner() == folder.owner() and path.name.startswith(("pytest-", "popen-", "test_")):
            path.chmod(0o755)
    return f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = {conf}\n}}\n"


@contextmanager
def running_dovecot(
    *, ssl_mode: str = "yes", mechanisms: str = "plain login", folders: Mapping[str, str] | None = None, extra: str = ""
) -> Iterator[Dovecot]:
    """Start a server of our own and stop it afterwards. `folders` are auto-created role folders and their uses."""
    program = find_dovecot()
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    import grp

    group = grp.getgrgid(account.pw_gid).gr_name
    root = Path(tempfile.mkdtemp(prefix="sw-dc-", dir="/tmp"))
    process: subprocess.Popen[bytes] | None = None
    try:
        authority = trustme.CA()
        certificate = authority.issue_cert("localhost", "127.0.0.1", "::1")
        certificate.private_key_pem.write_to_path(root / "key.pem")
        for number, pem in enumerate(certificate.cert_chain_pems):
            pem.write_to_path(root / "cert.pem", append=number > 0)
        authority.cert_pem.write_to_path(root / "ca.pem")
        server = Dovecot(
            root=root,
            imap_port=free_port(),
            imaps_port=free_port(),
            sieve_port=free_port(),
            ca_file=root / "ca.pem",
            uid=account.pw_uid,
            gid=account.pw_gid,
        )
        for part in ("run", "state", "mail", "home", "users"):
            (root / part).mkdir()
        roles = ROLE_FOLDERS if folders is None else folders
        listed = "\n".join(
            f'  mailbox "{name}" {{\n    special_use = {use}\n    auto = no\n  }}' for name, use in roles.items() if use
        )
        (root / "dovecot.conf").write_text(
            _CONF.format(
                root=root,
                user=account.pw_name,
                group=group,
                uid=account.pw_uid,
                gid=account.pw_gid,
                ssl=ssl_mode,
                mechanisms=mechanisms,
                folders=listed,
                imap_port=server.imap_port,
                imaps_port=server.imaps_port,
                sieve_port=server.sieve_port,
            )
            + extra
        )
        root.chmod(0o755)
        if os.geteuid() == 0:
            for one in (root, *root.rglob("*")):
                os.chown(one, account.pw_uid, account.pw_gid)
        with (root / "stderr").open("wb") as noise:
            process = subprocess.Popen(
                [program, "-F", "-c", str(root / "dovecot.conf")],
                stdin=subprocess.DEVNULL,
                stdout=noise,
                stderr=noise,
                user=account.pw_uid if os.geteuid() == 0 else None,
                group=account.pw_gid if os.geteuid() == 0 else None,
                extra_groups=[] if os.geteuid() == 0 else None,
                start_new_session=True,
            )
        _wait_until_up(server, process, has_tls=ssl_mode != "no")
        yield server
    finally:
        if process is not None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)
        shutil.rmtree(root, ignore_errors=True)


def _wait_until_up(server: Dovecot, process: subprocess.Popen[bytes], *, has_tls: bool) -> None:
    until = time.monotonic() + 20
    ports = [server.imap_port, server.sieve_port, *([server.imaps_port] if has_tls else [])]
    while ports:
        if process.poll() is not None or time.monotonic() > until:
            said = (server.root / "stderr").read_text(errors="replace") + server.log_text()
            raise RuntimeError(f"dovecot did not start: {said[-2000:]}")
        try:
            socket.create_connection(("127.0.0.1", ports[0]), timeout=1).close()
            ports.pop(0)
        except OSError:
            time.sleep(0.05)
