"""A name server on loopback with the zones it is given, over UDP and TCP."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from dnslib import AAAA, CNAME, MX, NS, QTYPE, RCODE, RD, RR, A, DNSError
from dnslib.server import BaseResolver, DNSHandler, DNSLogger, DNSServer

SERVFAIL = "servfail"
"""As the records of a name and kind: the server answers that it failed."""
REFUSED = "refused"
SILENT = "silent"
"""No answer comes at all."""

MAX_CHAIN = 20
"""A loop is followed this far: further than any client goes."""
MAX_UDP = 1232

Zone = Mapping[tuple[str, str], object]


def _rdata(kind, value):
    if kind == "TXT":
        raw = value.encode() if isinstance(value, str) else value
        pieces = [raw[at : at + 255] for at in range(0, len(raw), 255)] or [b""]
        # As bytes: dnslib's own TXT takes seconds for the largest answers.
        return RD(b"".join(bytes([len(piece)]) + piece for piece in pieces))
    if kind == "MX":
        preference, _, host = value.rpartition(" ")
        return MX(host, int(preference or 10))
    if kind == "DS":
        return RD(bytes.fromhex(value))
    if kind == "AAAA":
        return AAAA(str(ipaddress.ip_address(value)))
    if kind == "NS":
        return NS(value)
    return CNAME(value) if kind == "CNAME" else A(value)


class _Zones(BaseResolver):
    def __init__(self, zone: Zone, asked: list[tuple[str, str]]) -> None:
        self.zone, self.asked = zone, asked
        self.names = {name for name, _ in zone}

    def resolve(self, request, handler):
        name = str(request.q.qname).rstrip(".").lower()
        kind = QTYPE[request.q.qtype]
        self.asked.append((name, kind))
        reply = request.reply()
        records = self.zone.get((name, kind))
        if records == SILENT:
            raise DNSError("no answer")
        if records in {SERVFAIL, REFUSED} if isinstance(records, str) else False:
            reply.header.rcode = RCODE.SERVFAIL if records == SERVFAIL else RCODE.REFUSED
            return reply
        for _ in range(MAX_CHAIN):
            if records is not None or (name, "CNAME") not in self.zone:
                break
            target = self.zone[(name, "CNAME")][0]
            reply.add_answer(RR(name, QTYPE.CNAME, rdata=CNAME(target), ttl=60))
            name, records = target, self.zone.get((target, kind))
        size = sum(len(value) for value in records or ())
        if handler.protocol == "udp" and size > MAX_UDP:
            # Cut short, so that the client has to come back over TCP.
            reply.header.tc = 1
            return reply
        for value in records or ():
            reply.add_answer(RR(name, getattr(QTYPE, kind), rdata=_rdata(kind, value), ttl=60))
        # A name that has other records, or names below it, exists: then the answer is empty and no NXDOMAIN.
        if not reply.rr and not any(each == name or each.endswith("." + name) for each in self.names):
            reply.header.rcode = RCODE.NXDOMAIN
        return reply


class _ShortUdp(DNSHandler):
    udplen = MAX_UDP


@contextmanager
def dns_zones(zone: Zone, *, asked: list[tuple[str, str]] | None = None) -> Iterator[int]:
    """Serve `zone` on a free port of 127.0.0.1, the same for UDP and TCP. `asked` collects (name, kind)."""
    resolver = _Zones(zone, [] if asked is None else asked)
    quiet = DNSLogger("-request,-reply,-truncated,-error,-recv,-send,-data")
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
