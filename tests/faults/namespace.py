"""Inside a network namespace: a site at a public address sends a crawl to private ones; JSON tells who was reached."""

import json
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.faults.crawling import command, one, run
from tests.faults.hostile import Hostile, article, listing, path_of, redirect, reply
from tests.faults.test_c_guard import UNGUARDED
from tests.victims import Victim


def main(folder: str, how: str, *private: str) -> None:
    """Crawl http://8.8.4.4/ with the settings as they are shipped, or without the guard."""
    with ExitStack() as stack:
        victims = {}
        for address in private:
            try:
                victims[address] = Victim(address, 80)
            except OSError:
                continue
            stack.callback(victims[address].close)
        hosts = [f"[{address}]" if ":" in address else address for address in private]
        pages = {path_of(number): redirect(f"http://{host}/latest/") for number, host in enumerate(hosts, 1)}
        pages[path_of(90)] = reply(article(90))
        site = stack.enter_context(Hostile({"/": reply(listing(pages)), **pages}, address=("8.8.4.4", 80)))
        settings = UNGUARDED if how == "unguarded" else {}
        ended = run(command("http://8.8.4.4/", Path(folder), **settings))
        found = {
            "code": ended.code,
            "err": ended.err[-500:],
            "accepts": {address: victim.accepts for address, victim in victims.items()},
            "pages": one(Path(folder), "SELECT count(*) FROM captures WHERE outcome = 'ok'"),
            "asked": len(site.requests),
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
