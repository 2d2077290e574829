"""Which addresses are on the public Internet, looking through every disguise."""

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fetch.address_guard import PrivateHosts, RefusedAddressError, SocketGate, is_public

PRIVATE = [
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "239.1.1.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::",
    "fe80::1", "fd00::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::127.0.0.1", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "2002:7f00:1::",
    "2002:a00:1::1", "2001:0:808:808::1", "2001:db8::1", "3fff::1", "5f00::1", "4000::1",
]  # fmt: skip
PUBLIC = [
    "8.8.8.8", "93.184.216.34", "::ffff:8.8.8.8", "64:ff9b::808:808", "2606:4700::1111", "2a00:1450:4001::1",
    "2002:808:808::1",
]  # fmt: skip


def place(host: str, port: int) -> tuple[Any, ...]:
    is_six = ":" in host
    family = socket.AF_INET6 if is_six else socket.AF_INET
    return (family, socket.SOCK_STREAM, 6, "", (host, port, 0, 0) if is_six else (host, port))


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused_on_every_port(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    for port in (80, 443, 8080, 22):
        with pytest.raises(RefusedAddressError):
            SocketGate(PrivateHosts())(place(address, port))


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize(
    ("port", "is_web"), [(80, True), (443, True), (8080, True), (8443, True), (22, False), (25, False)]
)
def test_public_addresses_are_let_through_on_web_ports(address: str, port: int, is_web: bool) -> None:
    assert is_public(ipaddress.ip_address(address))
    if is_web:
        SocketGate(PrivateHosts())(place(address, port)).close()
    else:
        with pytest.raises(RefusedAddressError):
            SocketGate(PrivateHosts())(place(address, port))


@pytest.mark.parametrize(
    ("text", "address", "is_ours"),
    [
        ("10.0.0.0/8", "10.1.2.3", True),
        ("10.0.0.0/8", "11.1.2.3", False),
        ("10.0.0.0/8", "::ffff:10.1.2.3", True),
        ("127.0.0.1", "127.0.0.2", False),
        ("fd00::/8, 127.0.0.1", "fd00::5", True),
        ("[::1]", "::1", True),
        ("intranet", "10.1.2.3", False),
    ],
)
def test_ranges_that_were_named_are_let_through_on_every_port(text: str, address: str, is_ours: bool) -> None:
    gate = SocketGate(PrivateHosts.parse(text))
    if is_ours:
        gate(place(address, 12345)).close()
    else:
        with pytest.raises(RefusedAddressError):
            gate(place(address, 12345))


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [("intranet", True), ("INTRANET.", True), ("other", False), ("10.1.2.3", True), ("localhost", True),
     ("[::1]", True), ("example.org", False), ("", False)],
)  # fmt: skip
def test_hosts_that_were_named_are_known(host: str, is_ours: bool) -> None:
    assert PrivateHosts.parse("intranet, 10.0.0.0/8 127.0.0.0/8, ::1").has_host(host) is is_ours


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_judged_like_its_plain_form(address: ipaddress.IPv4Address) -> None:
    assert is_public(ipaddress.ip_address(f"::ffff:{address}")) is is_public(address)


@given(st.ip_addresses())
def test_every_address_is_judged(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert is_public(address) in {True, False}
    if is_public(address) and address.version == 4:
        assert address.is_global
