# «make» alone lists the targets. Only Python >= 3.11 (with venv) and make are needed.
.DEFAULT_GOAL := help
.PHONY: help run dev packages test quick screenshots fuzz broken faults next lint ruff format types templates check migrations deploy lock clean

# The first of these that runs at all; scripts/bootstrap.py looks for a newer one when it is too old.
ifndef PYTHON
PYTHON := $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	if $$name -c '' 2>/dev/null; then echo $$name; break; fi; done)
endif
BOOTSTRAP = $(or $(PYTHON),$(error Serve Python 3.11 o più recente: su questo computer non ne trovo nessuno)) scripts/bootstrap.py
VENV_PYTHON := .venv/bin/python
export HOST PORT ALL

help: ## mostra questo elenco
	@echo "lab121: cosa si può fare con «make»"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s%s\n", $$1, $$2 }'

run: ## avvia il sito con i contenuti di prova su http://127.0.0.1:8000 (altra porta: make run PORT=8123)
	@$(BOOTSTRAP) --serve
	@exec $(VENV_PYTHON) scripts/serve.py

dev: ## come «run», per chi cambia il codice: impostazioni di sviluppo, riavvio a ogni modifica
	@$(BOOTSTRAP) --serve
	@exec $(VENV_PYTHON) scripts/serve.py --reload

packages:
	@$(BOOTSTRAP) --dev

test: ## prove automatiche (tutte, anche le più lunghe: make test ALL=1; opzioni di pytest: make test ARGS="-k vetrina")
	@$(BOOTSTRAP) --dev
	@exec $(VENV_PYTHON) $(if $(RERUN),scripts/run_tests.py,-m pytest) -n auto --dist loadscope $(ARGS)

quick: ## in un minuto e mezzo: stile, piani della casa e le prove più vicine a ciò che è cambiato
	@$(BOOTSTRAP) --dev
	@$(VENV_PYTHON) -m ruff check . && $(VENV_PYTHON) -m ruff format --check -q .
	@timeout -s INT 80 $(VENV_PYTHON) -m pytest -q -n auto --dist loadscope --ff -m "not browser" $$($(VENV_PYTHON) scripts/affected_tests.py) $(ARGS)

screenshots: ## fotografa ogni tipo di pagina del sito acceso con «make run», in var/screenshots (un altro: make screenshots URL=http://…)
	@$(BOOTSTRAP) --dev
	@$(VENV_PYTHON) scripts/screenshots.py $(URL) $(ARGS)

next: ## le stesse prove, senza browser, sulle versioni che verranno (Wagtail 8.0, Django 6.1; serve Python 3.12)
	@scripts/next.sh $(ARGS)

fuzz: SEED := $(or $(SEED),$(shell date +%s))
fuzz: EXAMPLES := $(or $(EXAMPLES),500)
fuzz: ## gioca a caso con redazione, ospiti e orologio, a lungo (500 partite: make fuzz EXAMPLES=2000)
	@$(BOOTSTRAP) --dev
	@echo "Per rigiocare le stesse partite: make fuzz SEED=$(SEED) EXAMPLES=$(EXAMPLES)"
	@FUZZ_EXAMPLES=$(EXAMPLES) $(VENV_PYTHON) -m pytest -q \
		--show-capture=no --hypothesis-seed=$(SEED) tests/editorial/test_fuzz.py || \
		{ echo "Per rigiocarle: make fuzz SEED=$(SEED) EXAMPLES=$(EXAMPLES)"; exit 1; }

broken: ## rompe ogni campo di ogni modulo in ogni modo, in un quarto d’ora (in «make test ALL=1» uno su sette)
	@$(BOOTSTRAP) --dev
	@EVERY_WAY=1 $(VENV_PYTHON) -m pytest -q -n auto -m exhaustive tests/home/test_broken_posts.py

faults: ## guasta il sito in un punto alla volta e guarda se una prova se ne accorge (uno solo: make faults ARGS="parole")
	@$(BOOTSTRAP) --dev
	@$(VENV_PYTHON) scripts/plant_faults.py $(ARGS)

lint: ruff format types templates ## stile, tipi e modelli HTML (uno alla volta: ruff, format, types, templates)

ruff:
	@$(BOOTSTRAP) --dev
	$(VENV_PYTHON) -m ruff check .

format:
	@$(BOOTSTRAP) --dev
	$(VENV_PYTHON) -m ruff format --check .

types:
	@$(BOOTSTRAP) --dev
	$(VENV_PYTHON) -m mypy .

templates:
	@$(BOOTSTRAP) --dev
	$(VENV_PYTHON) -m djlint templates --lint

check: migrations deploy ## migrazioni complete e impostazioni di produzione senza avvisi

migrations:
	@$(BOOTSTRAP) --dev
	DJANGO_SETTINGS_MODULE=cms.settings.test $(VENV_PYTHON) manage.py makemigrations --check --dry-run

# Production settings with throw-away values, on a database that is made for it and thrown away.
deploy: export DJANGO_SETTINGS_MODULE = cms.settings.production
deploy: export SECRET_KEY = throw-away-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLM
deploy: export ALLOWED_HOSTS = lab121.example
deploy: export BASE_URL = https://lab121.example
deploy: export TRUSTED_PROXY_COUNT = 1
deploy:
	@$(BOOTSTRAP) --dev
	@set -e; scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	export DATABASE_URL="sqlite:///$$scratch/check.sqlite3"; \
	$(VENV_PYTHON) manage.py migrate --verbosity 0; \
	$(VENV_PYTHON) manage.py provision >/dev/null; \
	$(VENV_PYTHON) manage.py check --deploy --fail-level WARNING --database default

lock: ## ricalcola requirements*.txt da requirements*.in (per chi mantiene il progetto: serve «uv»)
	@command -v uv >/dev/null || { echo "Serve «uv» per ricalcolare i pacchetti (in un ambiente a parte: pip install uv)."; exit 1; }
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(UPGRADE) requirements.in -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(UPGRADE) requirements-dev.in -o requirements-dev.txt
	{ grep -v '^Django==\|^wagtail==' requirements.in | sed 's/\[compat\]//'; grep -v '^-c' requirements-dev.in; cat requirements-next.in; } | \
		uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header $(UPGRADE) - -o requirements-next.txt

clean: ## toglie ambiente, cache e file statici; database e immagini in var/ restano (via anche quelli: make clean DATA=1)
	@rm -rf .venv .pytest_cache .ruff_cache .mypy_cache var/static var/static.stamp var/cache var/log var/test.sqlite3*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@if [ "$(DATA)" = 1 ]; then rm -rf var; echo "Tolti anche database e immagini di prova."; fi
