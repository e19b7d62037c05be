"""Mail that is really delivered into the private Dovecot: through its delivery agent, so that Sieve scripts run."""

from __future__ import annotations

import os
import subprocess

from support.dovecot import Dovecot

LDA = """
protocol lda {
  mail_plugins = $mail_plugins sieve
  postmaster_address = postmaster@example.jp
}
"""
"""For `running_dovecot(extra=LDA)`."""


def set_sieve(server: Dovecot, user: str, script: str) -> None:
    """Make this the active script of the user; an empty one removes it."""
    home = server.root / "home" / user
    home.mkdir(parents=True, exist_ok=True)
    path = home / ".dovecot.sieve"
    path.unlink(missing_ok=True)
    path.with_suffix(".svbin").unlink(missing_ok=True)
    if script:
        path.write_text(script, encoding="utf-8")
    if os.geteuid() == 0:
        for one in (home, *home.iterdir()):
            os.chown(one, server.uid, server.gid)


def deliver(server: Dovecot, user: str, raw: bytes, *, sender: str = "") -> None:
    """Deliver one message as a mail server does."""
    is_root = os.geteuid() == 0
    done = subprocess.run(
        ["/usr/lib/dovecot/dovecot-lda", "-c", str(server.root / "dovecot.conf"), "-e", "-f", sender],
        input=raw,
        capture_output=True,
        check=False,
        timeout=30,
        env={"USER": user, "HOME": str(server.root / "home" / user), "PATH": "/usr/bin:/bin"},
        user=server.uid if is_root else None,
        group=server.gid if is_root else None,
        extra_groups=[] if is_root else None,
    )
    assert done.returncode == 0, (done.stdout, done.stderr, server.log_text()[-2000:])
