# `make help` is the map. Everything works with only Python 3.12 and make; uv is used where it is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV := .venv
RIVALS := .venv-rivals
BIN := $(VENV)/bin
PYTHON312 ?= $(shell command -v python3.12 || command -v python3)
UV := $(shell command -v uv)
STAMP := $(VENV)/.installed

.PHONY: help install run test test-slow test-faults check fix kafka kafka-stop test-kafka test-postgres test-browser eval models bench lock clean

help: ## Show this map
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## Make .venv with everything in it; leaves .venv/bin/dideban

$(STAMP): requirements/dev.txt pyproject.toml
ifdef UV
	uv venv --quiet --allow-existing --python 3.12 $(VENV)
	uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	@$(PYTHON312) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 12))' || { echo "Python 3.12 is needed; $(PYTHON312) is another. Name it: make install PYTHON312=/path/to/python3.12"; exit 1; }
	$(PYTHON312) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
endif
	@touch $(STAMP)

run: install ## Start everything with sample news; alerts appear here within a minute
	@exec $(BIN)/dideban run --demo

test: install ## Run the tests (under five minutes, no network but loopback)
	$(BIN)/pytest -n 3 --dist loadscope --no-loadscope-reorder -m "not slow"

test-slow: install ## Run those that take longer: kills at every boundary, the six ways of losing
	$(BIN)/pytest -n 2 --dist loadscope -m slow

test-faults: install ## Kill every service and the broker in a storm of news, for minutes
	$(BIN)/pytest -m faults tests/faults

check: install ## Lint, types, import contracts, schemas, dashboards, rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m schemas.generate --check
	$(BIN)/python -m docs.generate --check
	$(BIN)/python benchmarks/reliability.py --check
	$(BIN)/python benchmarks/matching_page.py --check
	$(BIN)/python -m benchmarks.text_quality --check
	$(BIN)/python deploy/grafana/generate.py --check
	$(BIN)/python deploy/grafana/lint.py

fix: install ## Format, and mend what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

kafka: install ## Start a real Kafka 4 on 127.0.0.1:9092 without containers (Java 17, Maven)
	$(BIN)/python deploy/kafka/kafka.py start

kafka-stop: install ## Stop it
	$(BIN)/python deploy/kafka/kafka.py stop

test-kafka: install ## Run the component tests on the Kafka of `make kafka`
	DIDEBAN_TEST_KAFKA=127.0.0.1:$${DIDEBAN_KAFKA_PORT:-9092} $(BIN)/pytest -n 2 --dist loadscope tests/component/stage tests/component/fetch tests/component/alerts tests/component/delivery tests/component/gateway tests/component/cli

test-postgres: install ## Run the store's tests, and delivery's kills, on PostgreSQL (DIDEBAN_TEST_POSTGRES=postgresql+asyncpg://…)
	@test -n "$$DIDEBAN_TEST_POSTGRES" || { echo "set DIDEBAN_TEST_POSTGRES=postgresql+asyncpg://USER:PASSWORD@HOST/DATABASE (its public schema is emptied)"; exit 2; }
	$(BIN)/pytest tests/component -m "not slow" -k "store or ledger or postgres or delivery"
	$(BIN)/pytest tests/component/delivery/test_delivery_kill.py -m slow -k postgresql

test-browser: install ## Run the page's tests in Chromium
	$(BIN)/pytest tests/browser

eval: install ## Measure the text rules on the data of DIDEBAN_DATA, beside other tools
	@test -n "$$DIDEBAN_DATA" || { echo "DIDEBAN_DATA is not set: give the folder that holds zwnj/ and langid/"; exit 2; }
	@$(MAKE) --silent $(RIVALS)/.installed || echo "shekar and lingua cannot be installed: their columns will say so"
	$(BIN)/python -m benchmarks.text_quality
	$(BIN)/python -m benchmarks.stories_quality

$(RIVALS)/.installed: requirements/rivals.txt
ifdef UV
	uv venv --quiet --allow-existing --python $(BIN)/python $(RIVALS)
	uv pip install --quiet --python $(RIVALS)/bin/python --require-hashes -r requirements/rivals.txt
else
	$(BIN)/python -m venv $(RIVALS)
	$(RIVALS)/bin/python -m pip install --quiet --require-hashes -r requirements/rivals.txt
endif
	@touch $@

models: install ## Rebuild the trained artefacts from DIDEBAN_DATA (npm and pip fetch word lists)
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/models.txt
	$(BIN)/python training/half_space.py
	$(BIN)/python training/word_frequency.py

bench: install ## Measure latency from seen to webhook
	$(BIN)/python benchmarks/latency.py

lock: ## Pin every dependency with its hashes (uv)
	uv pip compile --universal --python-version 3.12 --generate-hashes --no-header --quiet pyproject.toml -o requirements/runtime.txt
	uv pip compile --universal --python-version 3.12 --generate-hashes --no-header --quiet --group dev pyproject.toml -o requirements/dev.txt
	uv pip compile --universal --python-version 3.12 --generate-hashes --no-header --quiet --group pyproject.toml:models -c requirements/dev.txt -o requirements/models.txt
	uv pip compile --universal --python-version 3.12 --generate-hashes --no-header --quiet --group pyproject.toml:rivals -c requirements/dev.txt -o requirements/rivals.txt

clean: ## Remove what make made (your data stays)
	rm -rf $(VENV) $(RIVALS) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
