# Every task of the project. `make` alone lists them.
PY := .venv/bin/python
BIN := .venv/bin
BENCHES := $(wildcard bench/index.py bench/plan.py)

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run test lint types fmt bench demo shell db-reset doctor docs-check

help: ## list the tasks
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## virtual environment, locked packages, front-end build, system libraries; skips what is done
	@sh scripts/setup.sh

setup-tests:
	@sh scripts/setup.sh --tests

run: setup ## start Padu on this machine only; the first start loads the demo (PORT=8000)
	@$(BIN)/padu run

test: setup-tests lint types ## style, import contracts, types and all tests that need no outside data
	$(BIN)/pytest -n 2 --dist loadgroup --ignore=tests/real

lint: setup ## ruff, import contracts, front-end check, links of the papers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	npm run --silent check
	$(PY) scripts/check_docs.py

types: setup ## strict types (mypy)
	$(BIN)/mypy

fmt: setup ## put the code into the house's shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: setup ## measure the index and the planner (ratios within one run)
	@for file in $(BENCHES); do echo "== $$file"; $(PY) $$file || exit 1; done

demo: setup ## more made-up families: make demo FAMILIES=20000
	@$(BIN)/padu demo $(if $(FAMILIES),--families $(FAMILIES))

shell: setup ## Python with Django ready; as somebody: make shell AS=account
	@$(BIN)/padu shell $(if $(AS),--as $(AS))

db-reset: setup ## delete the embedded database and start from nothing
	@$(BIN)/padu db-reset

doctor: setup ## what is configured, reachable and wrong
	@$(BIN)/padu doctor

docs-check: ## links and make tasks named in the papers exist
	@$(PY) scripts/check_docs.py
