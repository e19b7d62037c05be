"""A name server on loopback that knows the SRV and MX records it is given."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from dnslib import MX, QTYPE, RCODE, RR, SRV
from dnslib.server import BaseResolver, DNSLogger, DNSServer


@dataclass
class MailZone(BaseResolver):
    """`srv[name]` are (priority, weight, port, target), `mx[domain]` (preference, host). `asked` is what was asked."""

    srv: dict[str, list[tuple[int, int, int, str]]] = field(default_factory=dict)
    mx: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    broken: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0

    def resolve(self, request, handler):
        name = str(request.q.qname).rstrip(".")
        kind = QTYPE[request.q.qtype]
        self.asked.append((name, kind))
        reply = request.reply()
        if self.broken:
            reply.header.rcode = RCODE.SERVFAIL
            return reply
        if kind == "SRV":
            for priority, weight, port, target in self.srv.get(name, []):
                reply.add_answer(RR(name, QTYPE.SRV, rdata=SRV(priority, weight, port, target), ttl=60))
        if kind == "MX":
            for preference, host in self.mx.get(name, []):
                reply.add_answer(RR(name, QTYPE.MX, rdata=MX(host, preference), ttl=60))
        if not reply.rr:
            reply.header.rcode = RCODE.NXDOMAIN
        return reply


@contextmanager
def serving(zone: MailZone) -> Iterator[MailZone]:
    server = DNSServer(zone, port=0, address="127.0.0.1", logger=DNSLogger("-request,-reply,-truncated,-error"))
    zone.port = server.server.server_address[1]
    thread = threading.Thread(target=server.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield zone
    finally:
        server.server.shutdown()
        thread.join(10)
        server.server.server_close()
