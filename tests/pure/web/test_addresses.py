"""Which addresses requests may reach."""

import ipaddress

import pytest

from workflow_engine_shared.web.addresses import AddressRules

PLAIN = AddressRules(own_port=8000, own_addresses=frozenset({"93.184.216.34"}))


def allowing(*networks: str) -> AddressRules:
    return AddressRules(tuple(ipaddress.ip_network(each, strict=False) for each in networks), 8000)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "10.1.2.3", "172.16.0.1", "192.168.1.5", "100.64.0.1", "169.254.1.1", "169.254.169.254",
        "fe80::1", "fe80::1%eth0", "fd00::1", "fd00:ec2::254", "224.0.0.1", "ff02::1", "255.255.255.255", "192.0.2.1",
        "168.63.129.16", "::ffff:169.254.169.254", "240.0.0.1",
    ],
)  # fmt: skip
def test_what_is_not_public_is_blocked(address: str) -> None:
    assert PLAIN.refusal(address, 80)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_what_is_public_is_not(address: str) -> None:
    assert PLAIN.refusal(address, 443) == ""


def test_networks_of_the_settings() -> None:
    rules = allowing("127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8")
    for address in ("127.0.0.1", "10.200.0.1", "::1", "fd00::7", "::ffff:127.0.0.1", "::ffff:10.0.0.1"):
        assert rules.refusal(address, 80) == "", address
    for address in ("127.0.0.2", "192.168.0.1", "fe80::1"):
        assert rules.refusal(address, 80), address


def test_what_hands_out_credentials_must_be_named_itself() -> None:
    for wide in ("0.0.0.0/0", "169.254.0.0/16", "169.254.169.0/24"):
        assert "credentials" in allowing(wide).refusal("169.254.169.254", 80)
    assert "credentials" in allowing("fd00::/8").refusal("fd00:ec2::254", 80)
    assert allowing("169.254.169.254").refusal("169.254.169.254", 80) == ""


def test_our_own_server_is_never_reached() -> None:
    everything = AddressRules(
        (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0")), 8000, frozenset({"192.168.1.9"})
    )
    for address in ("127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1", "192.168.1.9", "0.0.0.0"):
        assert everything.refusal(address, 8000) == "is renflow's own server"
        assert everything.refusal(address, 8001) == ""
