"""The page of this PC: what was looked at, the network, a VPN."""

from __future__ import annotations

from shots.scene import Scene, scroll_to_end


def walk_vpn(window):
    from PySide6.QtWidgets import QWidget

    # The open Wi-Fi in use has answered the first question already.
    window.frame.findChild(QWidget, "vpn-choice-no-hotspot").click()


SCENES = (
    Scene("device", page="device", known="quiet"),
    Scene("own-device", page="device", known="own"),
    Scene("own-device-end", page="device", known="own", act=scroll_to_end),
    Scene("own-device-first", page="device", known="first"),
    Scene("own-network", page="device", known="own", part="network"),
    Scene("own-network-end", page="device", known="own", part="network", act=scroll_to_end),
    Scene("own-vpn", page="device", known="own", part="vpn"),
    Scene("own-vpn-advice", page="device", known="own", part="vpn", act=walk_vpn),
)
