# Every command sets up what it needs; see README.md.

PYTHON ?= python3
VENV   ?= .venv
RUN    := $(VENV)/bin/python
SETUP  := VENV=$(VENV) $(PYTHON) report/bootstrap.py

# Given on the command line: DATA=path (images other than MNIST), SEEDS=number of training runs.
export DATA SEEDS

.PHONY: report test lint bench record watch explain site constants clean help

report: ## train, solve, draw, check, and write the report in both languages
	@$(SETUP) && $(RUN) -m report build

test: ## run the test suite
	@$(SETUP) && $(RUN) -m pytest

lint: ## style, types and layers
	@$(SETUP) && $(RUN) -m ruff check . && $(RUN) -m ruff format --check . && $(RUN) -m mypy && $(VENV)/bin/lint-imports

bench: ## measure speed, as ratios against baselines in the same run
	@$(SETUP) && $(RUN) -m report.bench

record: ## measure speed and write the dated file that the report prints
	@$(SETUP) && $(RUN) -m report.bench --record

watch: ## build at every change, and show the report in a browser that follows; PORT=number
	@$(SETUP) && $(RUN) -m report watch --port $(or $(PORT),8000)

explain: ## say what `make report` would run, and why
	@$(SETUP) && $(RUN) -m report explain

constants: ## print the certified constants; N=digits
	@$(SETUP) && $(RUN) -m report constants --digits $(or $(N),50)

clean: ## remove everything that was built
	rm -rf build

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12
