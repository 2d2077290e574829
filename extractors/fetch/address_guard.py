"""Which addresses we may connect to: the public Internet on web ports, and what a person let through by name."""

import errno
import ipaddress
import re
import socket
from typing import Any

from news.errors import SettingsError
from news.records import record

WEB_PORTS = frozenset({80, 443, 8080, 8443})
REFUSED = "not on the public Internet, or no web port; private_hosts in newsthread.toml names hosts to let through"
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# All that is assigned of IPv6 (RFC 4291), less what RFC 9637 took out of it, which older Pythons do not know.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_DOCUMENTATION = ipaddress.IPv6Network("3fff::/20")
_HOST_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedAddressError(OSError):
    """The address a host resolved to is not one that we connect to."""


@record
class PrivateHosts:
    """Hosts, addresses and ranges that may be private, on any port and without pacing (NEWSTHREAD_PRIVATE_HOSTS)."""

    names: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "PrivateHosts":
        """Read hosts, addresses and CIDR ranges, separated by commas or spaces.

        Raises:
            SettingsError: one of them is none of these.
        """
        names, networks = set(), []
        for word in re.split(r"[,\s]+", text.strip().lower()):
            network = _network(word)
            if network is not None:
                networks.append(network)
            elif _HOST_NAME.fullmatch(word) and not re.fullmatch(r"[\d.]+", word):
                names.add(word)
            elif word:
                message = f"“{word}” is neither a host, an address nor a range such as 10.0.0.0/8"
                raise SettingsError(message, subject=word)
        return cls(names=frozenset(names), networks=tuple(networks))

    def has_name(self, host: str) -> bool:
        """Return whether `host` was let through by its name, whatever it resolves to."""
        return host.lower().rstrip(".") in self.names

    def has_address(self, address: Address) -> bool:
        """Return whether `address` lies in a range that was let through; a mapped IPv4 address counts as itself."""
        plain = getattr(address, "ipv4_mapped", None) or address
        return any(plain.version == network.version and plain in network for network in self.networks)

    def has_host(self, host: str) -> bool:
        """Return whether `host`, as written in a URL, is one of ours: not paced, any port."""
        if self.has_name(host):
            return True
        try:
            return self.has_address(ipaddress.ip_address("127.0.0.1" if host == "localhost" else host.strip("[]")))
        except ValueError:
            return False


def is_public(address: Address) -> bool:
    """Return whether an address is on the public Internet, looking through mapped and translated ones.

    Source: RFC 4291 (mapped), RFC 3056 (6to4), RFC 6052 (NAT64), RFC 4380 (Teredo).
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo or address not in _GLOBAL_UNICAST or address in _DOCUMENTATION:
            return False
    return address.is_global and not address.is_multicast


class SocketGate:
    """Makes sockets for addresses that were just resolved, or refuses: no name can change its address in between."""

    def __init__(self, private: PrivateHosts, *, is_open: bool = False, buffer_bytes: int = 0) -> None:
        """Guard by `private`; `is_open` lets everything through (for hosts that were named).

        Args:
            private: what may be reached although it is private.
            is_open: let everything through.
            buffer_bytes: of what the other side may send ahead; 0: as the system has it.
        """
        self._private = private
        self._is_open = is_open
        self._buffer_bytes = buffer_bytes

    def __call__(self, address_info: tuple[Any, ...]) -> socket.socket:
        """Return a socket for `address_info`, as getaddrinfo gives it.

        Raises:
            RefusedAddressError: the address is private and was not let through.
        """
        family, kind, protocol, _, place = address_info
        if not self._is_open and not self._may_connect(place[0], place[1]):
            raise RefusedAddressError(errno.EACCES, REFUSED)
        made = socket.socket(family, kind, protocol)
        if self._buffer_bytes:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._buffer_bytes)
        return made

    def _may_connect(self, host: str, port: int) -> bool:
        address = ipaddress.ip_address(host.partition("%")[0])
        return self._private.has_address(address) or (port in WEB_PORTS and is_public(address))


def _network(word: str) -> Network | None:
    try:
        return ipaddress.ip_network(word.strip("[]"), strict=False)
    except ValueError:
        return None
