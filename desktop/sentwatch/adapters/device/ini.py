"""Reads INI files as desktops and programs write them, leniently."""

from __future__ import annotations

import configparser
import re


def read_ini(text: str) -> dict[str, dict[str, str]]:
    """Read an INI file leniently: sections and keys in lower case, broken lines left out."""
    reader = configparser.RawConfigParser(strict=False, allow_no_value=True, delimiters=("=",), default_section="\0")
    try:
        reader.read_string(text)
    except configparser.Error:
        lines = [
            line for line in text.splitlines() if re.match(r"\s{0,20}(\[[^\]]{1,200}\]\s*$|[^\s=\[][^=]{0,200}=)", line)
        ]
        reader = configparser.RawConfigParser(strict=False, delimiters=("=",), default_section="\0")
        try:
            reader.read_string("\n".join(line.strip() for line in lines))
        except configparser.Error:
            return {}
    return {name.lower(): {key: value or "" for key, value in reader.items(name)} for name in reader.sections()}
