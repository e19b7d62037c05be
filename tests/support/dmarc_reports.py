"""DMARC aggregate reports as receivers send them, written to files."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from pathlib import Path

ROW = """  <record>
    <row><source_ip>{source}</source_ip><count>{count}</count>
      <policy_evaluated><disposition>{disposition}</disposition><dkim>{dkim}</dkim><spf>{spf}</spf></policy_evaluated></row>
    <identifiers><header_from>{domain}</header_from></identifiers>
    <auth_results>{signed}<spf><domain>{envelope}</domain><result>{spf}</result></spf></auth_results>
  </record>
"""


def genuine(domain, count, *, selector="s1", source="192.0.2.25"):
    signed = f"<dkim><domain>{domain}</domain><result>pass</result><selector>{selector}</selector></dkim>"
    return ROW.format(
        source=source, count=count, disposition="none", dkim="pass", spf="pass", domain=domain, signed=signed,
        envelope=domain,
    )  # fmt: skip


def false(domain, count, *, source="203.0.113.66", disposition="none"):
    return ROW.format(
        source=source, count=count, disposition=disposition, dkim="fail", spf="fail", domain=domain, signed="",
        envelope="elsewhere.test",
    )  # fmt: skip


def report_xml(domain, day: datetime, *rows, receiver="receiver-one.test") -> bytes:
    """The report of one receiver about the 24 hours from `day` on."""
    begin, end = int(day.timestamp()), int((day + timedelta(hours=24)).timestamp()) - 1
    return (
        "<feedback><version>1.0</version>\n"
        f"  <report_metadata><org_name>{receiver}</org_name><report_id>{begin}</report_id>"
        f"<date_range><begin>{begin}</begin><end>{end}</end></date_range></report_metadata>\n"
        f"  <policy_published><domain>{domain}</domain><p>none</p></policy_published>\n"
        + "".join(rows)
        + "</feedback>\n"
    ).encode()


def put_report(folder: Path, domain, day: datetime, *rows, receiver="receiver-one.test") -> Path:
    """Put one into a folder, packed as most receivers do."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{receiver}!{domain}!{int(day.timestamp())}.xml.gz"
    path.write_bytes(gzip.compress(report_xml(domain, day, *rows, receiver=receiver)))
    return path
