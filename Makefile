# `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
ARCHIVE_DIR ?= data
ARTICLES ?= 200000
BIN := .venv/bin

help:  ## list what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/ready  ## make .venv and install what running needs

run: .venv/ready  ## crawl the sample site for two days and open the archive on 127.0.0.1:8001
	@$(BIN)/scrapy demo

serve: .venv/ready  ## serve ARCHIVE_DIR (default: data) on 127.0.0.1:8001
	@$(BIN)/python -m archive.web.serve $(ARCHIVE_DIR)

test: .venv/ready-test  ## run the whole suite, on all cores
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist loadfile

fast: .venv/ready-test  ## run the tests that need no crawl and no browser
	$(BIN)/python -m pytest -m "not slow"

faults: .venv/ready-test  ## try every fault of tests/faults as often as it should be, and write docs/reliability.md
	@rm -f build/faults.json
	$(BIN)/python -m pytest tests/faults --faults=build/faults.json; status=$$?; \
		$(BIN)/python -m tests.faults.table build/faults.json && exit $$status

bench: .venv/ready-bench  ## measure what should be fast, beside its peers, and print a table
	@$(BIN)/python -m bench

bench-archive: .venv/ready-test  ## measure search and pages on a made archive of ARTICLES (default: 200000), kept in build/
	@$(BIN)/python -m bench.searching $(ARTICLES)

lint: .venv/ready-test  ## ruff, mypy strict and the layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: .venv/ready-test  ## let ruff format the code
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

golden: .venv/ready-test  ## write anew what the golden pages should give; review the difference
	$(BIN)/python -m pytest tests/test_pages.py --golden

screenshots: .venv/ready-test  ## take the pictures of docs/images anew, with Chromium; look at them
	$(BIN)/python -m tests.browser.screenshots

clean:  ## remove .venv and the archive of the demo
	rm -rf .venv data/demo

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Zone Archive needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 2; }
	$(PYTHON) -m venv .venv

.venv/ready: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/ready-test: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

.venv/ready-bench: .venv/ready-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@

.PHONY: bench bench-archive help setup run serve test fast faults lint format golden screenshots clean
