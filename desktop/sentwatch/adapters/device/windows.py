"""Looks at a Windows computer through PowerShell: short fixed scripts that only read and answer in JSON."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sentwatch.adapters.commands import Commands, CouldNotLook
from sentwatch.adapters.device import mail_programs, windows_answers
from sentwatch.adapters.facts import fact
from sentwatch.core.device import DeviceFacts
from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken

# No double quotes: Windows joins the arguments of a program to one line and takes it apart again.
# Windows PowerShell 5.1 is part of every Windows 10 and 11. Times are told as ISO 8601, never in the local form.
_BEGIN: Final = (
    "$ErrorActionPreference='Stop';$ProgressPreference='SilentlyContinue';"
    "[Console]::OutputEncoding=New-Object Text.UTF8Encoding $false;"
    "function Iso($t){if($t){([datetime]$t).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ')}};"
)

SCRIPTS: Final = {
    "version": (
        "$o=Get-CimInstance Win32_OperatingSystem;"
        "$k=Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion';"
        "@{caption=$o.Caption;build=[int]$o.BuildNumber;display=$k.DisplayVersion;edition=$k.EditionID}"
    ),
    "antivirus": (
        "$p=@(Get-CimInstance -Namespace root/SecurityCenter2 -ClassName AntiVirusProduct|"
        "%{@{name=$_.displayName;state=[int]$_.productState}});"
        "$d=$null;try{$m=Get-MpComputerStatus;$d=@{running=$m.AMRunningMode;realtime=$m.RealTimeProtectionEnabled;"
        "signatures=(Iso $m.AntivirusSignatureLastUpdated);quick=(Iso $m.QuickScanEndTime);"
        "full=(Iso $m.FullScanEndTime)}}catch{};"
        "@{products=$p;defender=$d}"
    ),
    "firewall": (
        "$p=@(Get-NetFirewallProfile -PolicyStore ActiveStore|%{@{name=$_.Name;on=([int]$_.Enabled -eq 1)}});"
        "$f=@(try{Get-CimInstance -Namespace root/SecurityCenter2 -ClassName FirewallProduct|"
        "%{@{name=$_.displayName;state=[int]$_.productState}}}catch{});@{profiles=$p;products=$f}"
    ),
    # Online=$false: the searcher reads what is known here and asks no server (IUpdateSearcher::Online).
    "updates": (
        "$s=(New-Object -ComObject Microsoft.Update.Session).CreateUpdateSearcher();$s.Online=$false;"
        "$w=@($s.Search('IsInstalled=0 and IsHidden=0').Updates|%{@{title=$_.Title;severity=$_.MsrcSeverity}});"
        "$a=New-Object -ComObject Microsoft.Update.AutoUpdate;"
        "@{waiting=$w;searched=(Iso $a.Results.LastSearchSuccessDate);automatic=[int]$a.Settings.NotificationLevel;"
        "restart=(New-Object -ComObject Microsoft.Update.SystemInfo).RebootRequired}"
    ),
    # The shell's own property: what Explorer shows, without administrator rights.
    "encryption": (
        "$n=(New-Object -ComObject Shell.Application).NameSpace($env:SystemDrive);"
        "@{drive=$env:SystemDrive;protection=$n.Self.ExtendedProperty('System.Volume.BitLockerProtection')}"
    ),
    "lock": (
        "$d=Get-ItemProperty 'HKCU:\\Control Panel\\Desktop';"
        "$p=Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System';"
        "@{active=$d.ScreenSaveActive;secure=$d.ScreenSaverIsSecure;timeout=$d.ScreenSaveTimeOut;"
        "saver=[bool]$d.'SCRNSAVE.EXE';policy=$p.InactivityTimeoutSecs}"
    ),
    "automatic_login": (
        "$k=Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon';"
        "@{on=[string]$k.AutoAdminLogon;user=$k.DefaultUserName}"
    ),
    "programs": (
        "$r='Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*';"
        "$n=@(Get-ItemProperty ('HKLM:\\'+$r),('HKCU:\\'+$r),"
        "'HKLM:\\Software\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*' "
        "-ErrorAction SilentlyContinue|"
        "%{$_.DisplayName}|?{$_});@{names=$n}"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowsDevice:
    """A DevicePort. `environment` is for tests."""

    commands: Commands = field(repr=False)
    home: Path
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def look(self, *, cancel: CancelToken) -> DeviceFacts:
        """Look at each fact by itself."""

        def ask(name: str) -> bytes:
            return ask_powershell(SCRIPTS[name], self.commands, cancel=cancel)

        roaming = Path(self.environment.get("APPDATA") or self.home / "AppData/Roaming")
        local = Path(self.environment.get("LOCALAPPDATA") or self.home / "AppData/Local")
        return DeviceFacts(
            version=fact(lambda: windows_answers.version(ask("version")), cancel=cancel),
            antivirus=fact(lambda: windows_answers.antivirus(ask("antivirus")), cancel=cancel),
            firewall=fact(lambda: windows_answers.firewall(ask("firewall")), cancel=cancel),
            updates=fact(lambda: windows_answers.updates(ask("updates")), cancel=cancel),
            encryption=fact(lambda: windows_answers.encryption(ask("encryption")), cancel=cancel),
            lock=fact(lambda: windows_answers.lock(ask("lock")), cancel=cancel),
            automatic_login=fact(lambda: windows_answers.automatic_login(ask("automatic_login")), cancel=cancel),
            password_programs=fact(lambda: windows_answers.password_programs(ask("programs")), cancel=cancel),
            mail_programs=fact(lambda: mail_programs.look(mail_programs.windows_places(roaming, local)), cancel=cancel),
        )


def ask_powershell(script: str, commands: Commands, *, cancel: CancelToken) -> bytes:
    """Run one fixed script and return its JSON."""
    whole = f"{_BEGIN}{script}|ConvertTo-Json -Compress -Depth 4"
    output = commands("powershell.exe", "-NoProfile", "-NonInteractive", "-Command", whole, cancel=cancel)
    if output.status != 0 or not output.raw.strip():
        raise CouldNotLook(phrase(N_("Windows did not answer this question.")))
    return output.raw
