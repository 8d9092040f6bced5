# Everything runs in .venv, from hash-pinned requirements; `make run` and `make test` make it.

PYTHON ?= python3
BIN := .venv/bin
MANAGE := DEBUG=true $(BIN)/python manage.py
# Settings as in production, for what asks no database.
PRODUCTION = SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
  ALLOWED_HOSTS=soudan.example.lg.jp DATABASE_URL=postgres://localhost/portal \
  FACTOR_KEYS=$$($(BIN)/python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())') \
  PORTAL_URL=https://soudan.example.lg.jp EMAIL_URL=smtp://localhost

.DEFAULT_GOAL := help
.PHONY: help install run test coverage check types fix bench fuzz drill mutations nonsense shell \
  migrations accessibility screenshots requirements audit sbom

help:  ## Say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

.venv/installed: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "This portal needs Python 3.11 or newer; name it with `make run PYTHON=python3.11`.")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch .venv/installed

install: .venv/installed  ## Make .venv

run: .venv/installed  ## Serve the portal with the city's real data on http://localhost:8000
	@$(BIN)/python -m ise_portal.dev.serve

test: check  ## Run every check and every test (FAST=1: without the browser)
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(if $(FAST),--ignore tests/browser)

coverage: check  ## Run every test and count which branches of the code none of them takes
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --cov $(if $(FAST),--ignore tests/browser)

check: types  ## Lint, format, types, migrations, production settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	$(MANAGE) makemigrations --check --dry-run --verbosity 0
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

types: .venv/installed  ## Check types; what mypy has found out is kept in .mypy_cache
	$(PRODUCTION) $(BIN)/python -m mypy

fix: .venv/installed  ## Mend what lint and format can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/installed  ## Measure the real server, as ratios within one run
	$(BIN)/python -m bench

fuzz: .venv/installed  ## Send 110,000 bad inputs to every address and form (SHARD=3/20: a part)
	$(BIN)/python -m fuzz

# In an environment of its own, by version without hashes: no part of the project, and large.
nonsense: URL ?= http://localhost:8000
nonsense:  ## Ask the API of a running portal nonsense by its own document (URL=…; needs the network)
	$(PYTHON) -m venv build/schemathesis
	build/schemathesis/bin/pip install --quiet --disable-pip-version-check schemathesis==4.32.5
	build/schemathesis/bin/st run $(URL)/hsds/openapi.json --url $(URL)/hsds -n 300 -w 4 --continue-on-failure

drill: .venv/installed  ## Take database, workers and disk away under load, and count (FULL=1: at full length)
	$(BIN)/python -m drill $(SCENES)

mutations: .venv/installed  ## Take every guard away in turn and see a test miss it (TABLES=logs: those of one table)
	$(BIN)/python -m mutations $(TABLES)

shell: .venv/installed  ## Django's shell on the running database
	@$(MANAGE) shell

migrations: .venv/installed  ## Write migrations for changed models
	$(MANAGE) makemigrations

accessibility: .venv/installed  ## Try every public page with axe and write what the accessibility statement tells
	$(BIN)/python -m pytest --quiet tests/browser/take_accessibility.py

screenshots: .venv/installed  ## Take the pictures in docs/screenshots, docs/booklet and in the manual
	$(BIN)/python -m pytest --quiet $(filter-out tests/browser/take_accessibility.py,$(wildcard tests/browser/take_*.py))

audit: .venv/installed  ## Ask whether a pinned version has a known weakness (needs the network)
	$(BIN)/python -m ise_portal.dev.supply_chain audit

sbom: .venv/installed  ## List what production is built of (CycloneDX, build/sbom.cdx.json)
	$(BIN)/python -m ise_portal.dev.supply_chain sbom

requirements: .venv/installed  ## Pin the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header \
	  --python-version 3.11 --upgrade --quiet --output-file requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-header \
	  --python-version 3.11 --upgrade --quiet --output-file requirements-dev.txt
