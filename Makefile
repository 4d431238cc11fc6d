# Everything a newcomer needs: `make run` and `make test`. Both set the environment up first, and do nothing twice.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export HF_HUB_OFFLINE = 1
export OMP_WAIT_POLICY = PASSIVE
unexport PYTHONDONTWRITEBYTECODE # without compiled files every start takes seconds

WIDGET := api/widget
NODE_IS_NEW := node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 22 || (a == 22 && b > 11) || (a == 20 && b > 18) ? 0 : 1)'
WITHOUT_NODE ?= skip

.PHONY: run test check static quick bench fuzz setup browser widget widget-check clean

run: setup var/sandbox ## Serve http://127.0.0.1:8000 with the starter library and the network of a simulated operator
	$(BIN)/t2r reindex --data-dir var
	T2R_NETWORK_CLOCK=newest T2R_CATALOGUE=t2r.simulated.customers:tools_of \
		T2R_CUSTOMERS=t2r.simulated.directory:open_directory $(BIN)/t2r serve --data-dir var

var/sandbox: | setup
	rm -rf var/sandbox.new
	$(BIN)/t2r sandbox build --out var/sandbox.new
	$(BIN)/t2r network load var/sandbox.new/feeds --data-dir var
	$(BIN)/t2r ingest --starter --data-dir var
	$(BIN)/t2r ingest --kind resolution var/sandbox.new/resolutions.jsonl --data-dir var
	mv var/sandbox.new $@

test: setup browser widget-check ## The whole suite
	$(BIN)/pytest -n 2 --dist worksteal

check: setup ## Format, lint, types, import contracts, and the tests that need neither seconds each nor a browser
	$(MAKE) --no-print-directory -j2 -Otarget static quick

static:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

quick:
	$(BIN)/pytest -n 2 --dist worksteal --hypothesis-profile quick -m "not slow and not browser"

bench: setup ## The benchmarks
	$(BIN)/python -m eval.bench

N ?= 20000
fuzz: setup ## N requests of every kind to every operation: no 5xx, and nothing that our OpenAPI does not tell of
	$(BIN)/python -W ignore -m eval.fuzz $(N)

setup: $(VENV)/installed

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV) || { apt-get update && apt-get install -y python3-venv && $(PYTHON) -m venv $(VENV); }
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(BIN)/python -c 'from knowledge.weights import exported_model; exported_model("int8")'
	touch $@

browser: ## Debian's chromium for the tests of the page, which are skipped without it
	@test -x /usr/bin/chromium \
		|| { test "$$(id -u)" = 0 && apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium >/dev/null; } \
		|| echo "No chromium here, and none could be installed: the tests of the page will be skipped."

widget: $(WIDGET)/node_modules/.package-lock.json ## Build the workspace's elements into api/static: needs Node, which nothing else does
	npm --prefix $(WIDGET) run build

widget-check: ## Types, lint and tests of the elements, and whether the built ones are those of the sources; skipped without Node
	@if $(NODE_IS_NEW) 2>/dev/null; then \
		$(MAKE) --no-print-directory $(WIDGET)/node_modules/.package-lock.json && cd $(WIDGET) && npm run --silent check && npm run --silent test && npm run --silent verify; \
	else \
		echo "No Node 20.19, 22.12 or newer here: the elements' types, lint, tests and the check of what is built are skipped."; \
		test $(WITHOUT_NODE) = skip; \
	fi

$(WIDGET)/node_modules/.package-lock.json: $(WIDGET)/package-lock.json
	npm ci --prefix $(WIDGET)
	touch $@

clean: ## Remove the environment and what it serves
	rm -rf $(VENV) var $(WIDGET)/node_modules
