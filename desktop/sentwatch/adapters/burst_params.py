"""Reads the fitted numbers of the burst definition from the packaged file."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from sentwatch.adapters.resources import resource
from sentwatch.core.burst_values import BurstParams
from sentwatch.decoding import from_json


class _File(msgspec.Struct):
    """What of the file is used; the rest of it tells where the numbers come from."""

    windows_s: tuple[float, ...]
    a: tuple[float, ...]
    kmin: tuple[float, ...]
    bucket_edges_active_days: tuple[int, ...]
    notice: float
    critical: float
    joint: float
    hour: float
    single_message_cap: float
    reply_weight: float
    quarantine_days: int
    memory_days: int
    lin_c_g: tuple[tuple[tuple[float, float], ...], ...]


@lru_cache(maxsize=1)
def burst_params() -> BurstParams:
    """Return the packaged numbers."""
    file = from_json(resource("burst_params.json").read_bytes(), _File)
    return BurstParams(
        windows_s=file.windows_s,
        offsets=file.a,
        floors=file.kmin,
        bucket_edges=file.bucket_edges_active_days,
        lines=file.lin_c_g,
        notice=file.notice,
        critical=file.critical,
        joint=file.joint,
        hour=file.hour,
        alone_cap=file.single_message_cap,
        reply_weight=file.reply_weight,
        quarantine_days=file.quarantine_days,
        memory_days=file.memory_days,
    )
