"""`python -m crawler.demo` serves the sample site by hand, for a browser or as a proxy."""

import argparse
import sys
import time

from crawler.demo.server import DemoServer


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m crawler.demo", description="Serve the sample site on loopback.")
    parser.add_argument("--day", type=int, choices=(1, 2), default=1, help="the first day, or the later one")
    parser.add_argument("--port", type=int, default=8900)
    given = parser.parse_args(arguments)
    try:
        server = DemoServer(day=given.day, port=given.port)
    except OSError as error:
        sys.stderr.write(f"Port {given.port} cannot be used ({error.strerror}); name another with --port\n")
        return 2
    try:
        with server:
            sys.stderr.write(
                f"The sample site is at {server.proxy_url}/ ; as an HTTP proxy it answers for kfq.test\n"
                f"Sites in the shape of each CMS family: http://sites.localhost:{server.port}/\n"
                f"Each fault by itself: http://faults.localhost:{server.port}/\n"
            )
            while True:
                time.sleep(3600)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
