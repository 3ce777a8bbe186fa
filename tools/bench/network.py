"""Runs a command on nodes that are network namespaces of this machine, joined by a network with a delay.

    python network.py --nodes 2 --delay 0.5 --gbits 10 -- mpirun ... COMMAND    (Linux, as root)

The command runs on the first node. Words of it that are NODES become the options of `mpirun` (OpenMPI) for one process on
each node. Packets pass through this program, which holds each for as long as a network would: the kernel's own `netem`
does the same where it is built in.
"""

import argparse
import fcntl
import heapq
import os
import selectors
import struct
import subprocess
import sys
import tempfile
import threading
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
# Large packets: few of them pass through this program.
MTU = 65_000
TARGET = slice(16, 20)


def namespace(node):
    return f"patchwise-{node}"


def address(node):
    return f"10.77.0.{node}"


def open_node(node):
    """A namespace with a device, whose packets are read and written here."""
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    name = f"patchwise{node}"
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    inside = ["ip", "netns", "exec", namespace(node)]
    for command in (
        ["ip", "netns", "add", namespace(node)],
        ["ip", "link", "set", name, "netns", namespace(node)],
        [*inside, "ip", "link", "set", name, "name", "net0"],
        [*inside, "ip", "address", "add", f"{address(node)}/24", "dev", "net0"],
        [*inside, "ip", "link", "set", "net0", "mtu", str(MTU), "txqueuelen", "10000", "up"],
        [*inside, "ip", "link", "set", "lo", "up"],
    ):
        subprocess.run(command, check=True)
    return device


def forward(devices, delay, bytes_per_second):
    """Passes packets on, each after the delay; those of a node one after the other, as fast as its link is."""
    selector = selectors.DefaultSelector()
    for device in devices:
        selector.register(device, selectors.EVENT_READ)
    to = {bytes(int(part) for part in address(node + 1).split(".")): device for node, device in enumerate(devices)}
    free = dict.fromkeys(devices, 0.0)
    waiting, count = [], 0
    while True:
        wait = max(waiting[0][0] - time.perf_counter(), 0) if waiting else None
        for key, _ in selector.select(wait):
            try:
                packet = os.read(key.fd, MTU + 100)
            except BlockingIOError:
                continue
            except OSError:
                # The namespace is gone.
                return
            target = to.get(packet[TARGET])
            if target is None:
                continue
            free[key.fd] = max(free[key.fd], time.perf_counter()) + len(packet) / bytes_per_second
            count += 1
            heapq.heappush(waiting, (free[key.fd] + delay, count, target, packet))
        while waiting and waiting[0][0] <= time.perf_counter():
            _, _, target, packet = heapq.heappop(waiting)
            os.write(target, packet)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--nodes", type=int, default=2)
    parser.add_argument("--delay", type=float, default=0.0, help="milliseconds, one way")
    parser.add_argument("--gbits", type=float, default=10.0, help="of each node's link")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    nodes = range(1, options.nodes + 1)
    try:
        devices = [open_node(node) for node in nodes]
        arguments = (devices, options.delay / 1000, options.gbits * 1e9 / 8)
        threading.Thread(target=forward, args=arguments, daemon=True).start()
        with tempfile.NamedTemporaryFile("w", suffix=".sh") as agent:
            # What `mpirun` starts processes on other nodes with: a host, and a command.
            agent.write(f'#!/bin/sh\nhost=$1; shift\nexec ip netns exec {namespace("${host##*.}")} sh -c "$*"\n')
            agent.flush()
            os.chmod(agent.name, 0o700)
            hosts = ",".join(f"{address(node)}:1" for node in nodes)
            launch = ["--host", hosts, "--map-by", "node", "--bind-to", "none"]
            for name, value in (
                ("plm_rsh_agent", f"/bin/sh {agent.name}"),
                ("btl", "tcp,self"),
                ("btl_tcp_if_include", "net0"),
                ("oob_tcp_if_include", "net0"),
            ):
                launch += ["--mca", name, value]
            words = [launch if word == "NODES" else [word] for word in options.command]
            command = ["ip", "netns", "exec", namespace(1), *sum(words, [])]
            return subprocess.run(command).returncode
    finally:
        for node in nodes:
            subprocess.run(["ip", "netns", "delete", namespace(node)])


if __name__ == "__main__":
    sys.exit(main())
