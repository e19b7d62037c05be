"""A name server on loopback with the zones it is given, over UDP and TCP."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from dnslib import CNAME, MX, QTYPE, RCODE, RR, TXT, A
from dnslib.server import BaseResolver, DNSHandler, DNSLogger, DNSServer

SERVFAIL = "servfail"
"""As the records of a name and kind: the server answers that it failed."""

MAX_CHAIN = 20
"""A loop is followed this far: further than any client goes."""

Zone = Mapping[tuple[str, str], object]


def _rdata(kind, value):
    if kind == "TXT":
        raw = value.encode() if isinstance(value, str) else value
        return TXT([raw[at : at + 255] for at in range(0, len(raw), 255)] or [b""])
    if kind == "MX":
        return MX(value, 10)
    return CNAME(value) if kind == "CNAME" else A(value)


class _Zones(BaseResolver):
    def __init__(self, zone: Zone) -> None:
        self.zone = zone

    def resolve(self, request, handler):
        name = str(request.q.qname).rstrip(".").lower()
        kind = QTYPE[request.q.qtype]
        reply = request.reply()
        records = self.zone.get((name, kind))
        if records == SERVFAIL:
            reply.header.rcode = RCODE.SERVFAIL
            return reply
        for _ in range(MAX_CHAIN):
            if records is not None or (name, "CNAME") not in self.zone:
                break
            target = self.zone[(name, "CNAME")][0]
            reply.add_answer(RR(name, QTYPE.CNAME, rdata=CNAME(target), ttl=60))
            name, records = target, self.zone.get((target, kind))
        for value in records or ():
            reply.add_answer(RR(name, getattr(QTYPE, kind), rdata=_rdata(kind, value), ttl=60))
        if not reply.rr:
            reply.header.rcode = RCODE.NXDOMAIN
        return reply


class _ShortUdp(DNSHandler):
    """Cuts longer answers short, so that the client has to come back over TCP."""

    udplen = 1232


@contextmanager
def dns_zones(zone: Zone) -> Iterator[int]:
    """Serve `zone` on a free port of 127.0.0.1, the same for UDP and TCP."""
    resolver, quiet = _Zones(zone), DNSLogger("-request,-reply,-truncated,-error,-recv,-send,-data")
    tcp = DNSServer(resolver, port=0, address="127.0.0.1", tcp=True, logger=quiet)
    port = tcp.server.server_address[1]
    udp = DNSServer(resolver, port=port, address="127.0.0.1", logger=quiet, handler=_ShortUdp)
    # dnslib's own threads look only twice a second whether they should stop.
    threads = [threading.Thread(target=each.server.serve_forever, args=(0.01,), daemon=True) for each in (tcp, udp)]
    for thread in threads:
        thread.start()
    try:
        yield port
    finally:
        for each in (tcp, udp):
            each.server.shutdown()
            each.server.server_close()
        for thread in threads:
            thread.join()
