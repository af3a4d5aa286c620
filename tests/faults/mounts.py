"""Small and read-only disks: scripts that may mount what they like, in a namespace of their own."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.faults.kept import ROOT


def mounted(script: str, *arguments: str, **environment: object) -> "subprocess.CompletedProcess[str]":
    """Run a script of sh as the root of a namespace of mounts; skips where the system does not let us.

    Names of the environment are given in capitals: disk=path is $DISK. $PYTHON is this interpreter.
    """
    if sys.platform != "linux" or shutil.which("unshare") is None:
        pytest.skip("a disk of one's own needs unshare(1) of Linux")
    namespace = ["unshare", "--user", "--map-root-user", "--mount"]
    try_it = [*namespace, "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    if subprocess.run(try_it, check=False, capture_output=True).returncode:
        pytest.skip("this system does not let a user mount a disk of memory")
    told = {name.upper(): str(value) for name, value in environment.items()}
    return subprocess.run(
        [*namespace, "sh", "-c", script, "sh", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHON": sys.executable} | told,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def our_lines(stderr: str) -> list[str]:
    """What a command of ours told its user."""
    return [line for line in stderr.splitlines() if line.startswith("zone-archive: ")]
