"""Gmail's and Graph's web interfaces on loopback, with the manners and the refusals of the real ones."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import trustme

TOKEN = "ya29.the-token"

Reply = tuple[int, dict[str, str], bytes]


def said(value: object, status: int = 200, **headers: str) -> Reply:
    return status, {"Content-Type": "application/json", **headers}, json.dumps(value).encode()


def google_error(status: int, reason: str, message: str = "no") -> Reply:
    return said(
        {"error": {"code": status, "message": message, "errors": [{"reason": reason}], "status": reason.upper()}},
        status,
    )


def graph_error(status: int, code: str, **headers: str) -> Reply:
    return said({"error": {"code": code, "message": "no", "innerError": {"request-id": "1"}}}, status, **headers)


@dataclass
class Rest:
    """`pages` maps a path to its reply, or to a function of the query that makes one. `asked` is what was asked."""

    pages: dict[str, Reply | Callable[[dict[str, list[str]]], Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    methods: set[str] = field(default_factory=set)
    stall: threading.Event | None = None
    """Requests wait for it where it is given."""
    token: str = TOKEN
    accepts: Callable[[str], bool] | None = None
    """Which tokens are taken, in the place of the one."""
    port: int = 0
    context: ssl.SSLContext | None = None
    ca_pem: bytes = b""

    @property
    def base(self) -> str:
        return f"https://localhost:{self.port}/me"


@contextmanager
def serving(rest: Rest) -> Iterator[Rest]:
    authority = trustme.CA()
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(server_context)
    rest.context = ssl.create_default_context()
    authority.configure_trust(rest.context)
    rest.ca_pem = authority.cert_pem.bytes()

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def setup(self):
            self.request = server_context.wrap_socket(self.request, server_side=True)
            super().setup()

        def finish(self):
            super().finish()
            self.request.close()

        def do_GET(self):
            rest.methods.add(self.command)
            rest.asked.append(self.path)
            rest.headers.append({name.lower(): value for name, value in self.headers.items()})
            if rest.stall is not None:
                rest.stall.wait(20)
            parts = urlsplit(self.path)
            status, headers, body = self.reply(unquote(parts.path), parse_qs(parts.query))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

        def reply(self, path, query):
            token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
            if not (rest.accepts(token) if rest.accepts is not None else token == rest.token):
                return google_error(401, "authError")
            found = rest.pages.get(path, graph_error(404, "ErrorItemNotFound"))
            return found(query) if callable(found) else found

        do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

        def log_message(self, *_args):
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):
            request.close()

    server = Server(("127.0.0.1", 0), Handler)
    rest.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield rest
    finally:
        if rest.stall is not None:
            rest.stall.set()
        server.shutdown()
        thread.join(10)
        server.server_close()


def gmail() -> Rest:
    """An account with a filter, a forward, another sender address and a vacation reply."""
    rest = Rest()
    rest.pages = {
        "/me/settings/filters": said(
            {
                "filter": [
                    {
                        "id": "ANe1",
                        "criteria": {"query": "invoice OR 請求書"},
                        "action": {
                            "forward": "x@mailhub.example",
                            "addLabelIds": ["Label_3"],
                            "removeLabelIds": ["INBOX"],
                        },
                    }
                ]
            }
        ),
        "/me/labels": said(
            {"labels": [{"id": "Label_3", "name": "RSS", "type": "user"}, {"id": "INBOX", "name": "INBOX"}]}
        ),
        "/me/settings/autoForwarding": said({"enabled": False}),
        "/me/settings/forwardingAddresses": said(
            {"forwardingAddresses": [{"forwardingEmail": "x@mailhub.example", "verificationStatus": "accepted"}]}
        ),
        "/me/settings/sendAs": said({"sendAs": [{"sendAsEmail": "yuki@example.co.jp", "isPrimary": True}]}),
        "/me/settings/vacation": said({"enableAutoReply": False}),
    }
    return rest


FOLDER_ID = "AQMkADAwATM0MDAAMS0xZWUwAC0" * 4 + "/+="


def graph(pages: int = 2) -> Rest:
    """A mailbox with two rules a page, a moved-to folder and an automatic reply."""
    rest = Rest()

    def rules(query: dict[str, list[str]]) -> Reply:
        number = int(query.get("$skip", ["0"])[0])
        value = [
            {
                "id": f"r{number}{part}",
                "displayName": f"Rule {number}{part}",
                "sequence": 2 * number + part,
                "isEnabled": True,
                "conditions": {"subjectContains": ["invoice"]},
                "actions": {"moveToFolder": FOLDER_ID, "markAsRead": True},
            }
            for part in (0, 1)
        ]
        answer: dict[str, object] = {"value": value}
        if number + 1 < pages:
            answer["@odata.nextLink"] = f"{rest.base}/mailFolders/inbox/messageRules?$skip={number + 1}"
        return said(answer)

    rest.pages = {
        "/me/mailFolders/inbox/messageRules": rules,
        "/me/mailboxSettings": said(
            {
                "automaticRepliesSetting": {
                    "status": "alwaysEnabled",
                    "externalReplyMessage": "see https://x.mailhub.example",
                }
            }
        ),
        f"/me/mailFolders/{FOLDER_ID}": said({"id": FOLDER_ID, "displayName": "RSS フィード"}),
    }
    return rest
