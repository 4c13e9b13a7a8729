# Every command sets up what it needs; see README.md.

# Only the command line chooses them: other tools export variables of these names.
ifneq ($(origin PYTHON),command line)
PYTHON := python3
endif
ifneq ($(origin VENV),command line)
VENV := .venv
endif
NONE  := error: there is no Python 3 called $(PYTHON) that runs; install Python 3.11 to 3.13, or name it: PYTHON=/path/to/python3.12
SETUP := { "$(PYTHON)" -I -c "" 2>/dev/null || { echo "$(NONE)" >&2; exit 1; }; } && "$(PYTHON)" -I report/bootstrap.py "$(VENV)"
RUN   := "$(PYTHON)" -I report/bootstrap.py --run "$(VENV)"
# Side by side on all cores; options of the user's own come later and so win.
TESTS  := PYTEST_ADDOPTS="-n auto --dist worksteal $$PYTEST_ADDOPTS" $(RUN) -m pytest

# Given on the command line: DATA=path (images other than MNIST), SEEDS=number of training runs,
# SITE_URL=address (where the site will be found).
export DATA SEEDS SITE_URL

.PHONY: report test test-deep lint bench record watch explain site mutate mutate-code constants fresh clean help

report: ## train, solve, draw, check, and write the report in both languages
	@$(SETUP) && exec $(RUN) -m report build

test: ## run the tests that need neither training nor a browser, in 3 minutes on two cores
	@$(SETUP) && $(TESTS) -m "not deep"

test-deep: ## run the others: whole builds, kills, training, browsers; in half an hour
	@$(SETUP) && $(TESTS) -m deep --verbose

lint: ## style, types and layers
	@$(SETUP) && { failed=0; $(RUN) -m ruff check . || failed=1; $(RUN) -m ruff format --check . || failed=1; \
	$(RUN) -m mypy || failed=1; $(RUN) "$(VENV)/bin/lint-imports" || failed=1; exit $$failed; }

bench: ## measure speed, as ratios against baselines in the same run
	@$(SETUP) && $(RUN) -m report.bench

record: ## measure speed and write the dated file that the report prints
	@$(SETUP) && $(RUN) -m report.bench --record

watch: ## build at every change, and show the report in a browser that follows; PORT=number
	@$(SETUP) && exec $(RUN) -m report watch --port $(or $(PORT),8000)

explain: ## say what `make report` would run, and why
	@$(SETUP) && exec $(RUN) -m report explain

site: ## bring the report up to date, and write a folder for any static host
	@$(SETUP) && exec $(RUN) -m report site

mutate: ## put faults into data, results and templates, which the checks have to find; KINDS=names, SAMPLE=number or all
	@$(SETUP) && $(RUN) -m report build && $(RUN) -m report.mutation --json $(if $(SAMPLE),--sample $(SAMPLE)) $(KINDS)

mutate-code: ## change the numerics in thousands of small ways, which the tests have to notice; half an hour or more
	@$(SETUP) && rm -rf build/code && mkdir -p build/code && cp -R pyproject.toml report figures templates tests build/code
	@mutmut="$$(cd "$(VENV)" && pwd)/bin/mutmut" && (cd build/code && "$$mutmut" run); $(RUN) tests/mutants.py build/code

constants: ## print the certified constants; N=digits
	@$(SETUP) && $(RUN) -m report constants --digits $(or $(N),50)

fresh: ## try README's commands on minimal Debian systems made for it, as root; CASES=names, FRESH=folder to keep the systems in
	@$(SETUP) && FRESH="$(FRESH)" $(RUN) -m tests.fresh $(CASES)

clean: ## remove everything that was built
	rm -rf build

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12
