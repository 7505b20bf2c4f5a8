"""Notify the service manager (systemd) that the watcher is ready, running, or stopping.

One datagram to the socket that systemd names in the environment (sd_notify(3)); without one, nothing.
A watcher that hangs stops notifying, and systemd restarts it.
"""

from __future__ import annotations

import logging
import os
import socket
from typing import Final

_LOG: Final = logging.getLogger(__name__)
SERVICE_READY: Final = "READY=1"
SERVICE_ALIVE: Final = "WATCHDOG=1"
SERVICE_STOPPING: Final = "STOPPING=1"


def notify_service(*messages: str) -> None:
    """Send *messages* (``READY=1``, ``STATUS=…``) to the service manager, where there is one."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    path = "\0" + address[1:] if address.startswith("@") else address
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.sendto("\n".join(messages).encode(), path)
    except OSError as error:
        _LOG.warning("告诉 systemd 时出错：%s", error)
