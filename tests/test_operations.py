"""What docs/operations.md and deploy/ say is there: commands, settings, monitors, codes, units, scripts that run."""

import configparser
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]
from scrapy.settings import default_settings

from crawler import settings
from crawler.check import MONITORS
from spiders.loader import ProfileLoader

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
TEXT = (ROOT / "docs" / "operations.md").read_text("utf-8")
FILES = {path: path.read_text("utf-8") for path in sorted(DEPLOY.rglob("*")) if path.is_file()}
UNITS = [path for path in FILES if path.suffix in (".service", ".timer")]
EVERYTHING = "\n".join([TEXT, *FILES.values()])


def commands() -> set[str]:
    ours = {path.stem.replace("_", "-") for path in (ROOT / "crawler" / "commands").glob("[!_]*.py")}
    return ours | {"list"}


def test_every_command_that_is_named_exists() -> None:
    named = set(re.findall(r"scrapy ([a-z][a-z-]+)(?=[ `\n])", EVERYTHING)) - {"to", "shows"}
    assert {"crawl", "report", "verify", "publish", "rebuild"} <= named
    assert named <= commands()


def test_every_setting_that_is_given_exists() -> None:
    given = set(re.findall(r"-s ([A-Z_]+)=", EVERYTHING)) | set(re.findall(r"setting=([A-Z_]+)=", EVERYTHING))
    assert {"ARCHIVE_DIR", "CONTACT", "NOTIFY_COMMAND", "NOTIFY_URL"} <= given
    assert {name for name in given if not (hasattr(settings, name) or hasattr(default_settings, name))} == set()


def test_every_exit_code_and_every_monitor_is_told_with_its_code() -> None:
    codes = re.findall(r"^\| (\d+) \|", TEXT, flags=re.MULTILINE)
    assert codes == ["0", "1", "2", "3", "4", "5", "6", "11", "12", "13"]
    told = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", TEXT, flags=re.MULTILINE))
    assert told == {name: str(code) for name, (_, code) in MONITORS.items()}


def test_every_file_for_deploying_is_told_and_every_one_told_is_there() -> None:
    named = set(re.findall(r"deploy/[\w./@-]+\w", EVERYTHING))
    assert [path for path in named if not (ROOT / path).exists()] == []
    units = set(re.findall(r"zone-archive[\w-]*@?(?=\.(?:service|timer))", TEXT))
    assert units <= {path.stem for path in UNITS}


def test_a_timer_has_its_service_and_a_service_the_program_that_setup_installs() -> None:
    names = {path.name for path in UNITS}
    for path in UNITS:
        text = FILES[path]
        if path.suffix == ".timer":
            assert path.with_suffix(".service").name in names
            continue
        (program,) = re.findall(r"^ExecStart=(?:\S+flock \S+ )?/srv/zone-archive/.venv/bin/(\w+) ", text, re.MULTILINE)
        assert program in ("scrapy", "python")
        assert "NoNewPrivileges=yes" in text
        assert "ProtectSystem=strict" in text


def test_the_crawl_is_fenced_in() -> None:
    text = FILES[DEPLOY / "systemd" / "zone-archive@.service"]
    for name in (
        "MemoryMax",
        "TasksMax",
        "RuntimeMaxSec",
        "ReadWritePaths",
        "RestrictAddressFamilies",
        "IPAddressDeny",
    ):
        assert re.search(rf"^{name}=\S", text, flags=re.MULTILINE), name


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_understands_every_unit(path: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", path], capture_output=True, text=True
    )
    # Where nothing is installed in /srv, that is all it may miss.
    assert [line for line in done.stderr.splitlines() if "is not executable: No such file" not in line] == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_understands_its_file(tmp_path: Path) -> None:
    own = re.sub(r"listen 443 ssl;|ssl_certificate\S* \S+;", "", FILES[DEPLOY / "nginx.conf"])
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {own} }}")
    done = subprocess.run(["nginx", "-t", "-c", whole, "-p", tmp_path], capture_output=True, text=True)
    assert "test is successful" in done.stderr, done.stderr


def test_the_services_of_compose_are_ones_that_the_image_runs() -> None:
    compose = yaml.safe_load(FILES[DEPLOY / "docker" / "compose.yaml"])
    assert set(compose["services"]) == {"crawl", "web"}
    assert (DEPLOY / "docker" / compose["services"]["crawl"]["build"]["context"]).resolve() == ROOT
    for service in compose["services"].values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(compose["volumes"])
    assert [volume for volume in compose["services"]["web"]["volumes"] if not volume.endswith(":ro")] == []
    copied = re.findall(r"^COPY (.+) \S+$", FILES[DEPLOY / "docker" / "Dockerfile"], flags=re.MULTILINE)
    assert [name for line in copied for name in line.split() if not (ROOT / name).exists()] == []


def test_scrapyd_is_given_options_that_it_has_and_no_jobdir() -> None:
    parser = configparser.ConfigParser()
    parser.read_string(FILES[DEPLOY / "scrapyd.conf"])
    assert parser["scrapyd"]["max_proc"] == "1"
    assert parser["scrapyd"]["jobs_dir"] == ""
    cfg = configparser.ConfigParser()
    cfg.read(ROOT / "scrapy.cfg")
    assert cfg["settings"]["default"] == "crawler.settings"


def test_the_cron_lines_have_five_times_and_a_spider_that_exists() -> None:
    lines = [line for line in FILES[DEPLOY / "crontab"].splitlines() if re.match(r"\s*\d", line)]
    assert len(lines) == 3
    assert all(re.match(r"(\s*[\d*]+){5}\s+cd /srv/zone-archive && ", line) for line in lines)
    assert set(re.findall(r"crawl (\w+)", "\n".join(lines))) <= set(ProfileLoader().list())


def nightly(tmp_path: Path, code: int) -> tuple[int, list[str], str]:
    """One night of the script, with a `scrapy` that writes what it is asked and ends its crawls with a code."""
    asked = tmp_path / "asked"
    fake = tmp_path / "scrapy"
    fake.write_text(f'#!/bin/sh\necho "$@" >> {asked}\n[ "$1" = crawl ] && exit {code}\nexit 0\n')
    fake.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "SITES": "one two", "ONCE": "1", "CONTACT": "a b"}
    done = subprocess.run(
        ["sh", DEPLOY / "docker" / "nightly.sh"], env=environment, capture_output=True, text=True, timeout=30
    )
    return done.returncode, asked.read_text().splitlines(), done.stderr


def test_a_night_in_docker_crawls_each_site_and_publishes(tmp_path: Path) -> None:
    code, asked, said = nightly(tmp_path, 12)
    assert code == 0
    assert [line.split()[:2] for line in asked] == [
        ["crawl", "one"],
        ["crawl", "two"],
        ["publish", "/public/archive.db"],
    ]
    assert "CONTACT=a b" in asked[0]
    assert said.splitlines() == [f"zone-archive: {site} ended with exit code 12" for site in ("one", "two")]


def test_a_night_in_docker_with_a_full_disk_ends_its_crawls(tmp_path: Path) -> None:
    _, asked, _ = nightly(tmp_path, 3)
    assert [line.split()[1] for line in asked] == ["one", "/public/archive.db"]


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".sh"], ids=lambda path: path.name)
def test_every_script_can_be_read_by_sh(path: Path) -> None:
    assert subprocess.run(["sh", "-n", path], capture_output=True).returncode == 0
