# One command for each verb. Everything lands in .venv; nothing else on the machine is touched.

PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python
# JupyterLab refuses to start as root unless it is told to
ROOT_OPTION := $(if $(filter 0,$(shell id -u)),--allow-root)
# nothing is asked of the network, and no question covers the lesson
QUIET_OPTIONS := --LabApp.news_url=None --LabApp.extension_manager=readonly \
	--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate
# our own outputs are trusted, and the key that says so stays in .venv, too
export JUPYTER_DATA_DIR := $(CURDIR)/.venv/share/jupyter-data
# how far you have come with the exercises
lab check: export TROPO_LAB_PROGRESS ?= $(CURDIR)/progress.json

.PHONY: lab check test bench notebooks pictures docs tour serve present handout lint requirements clean

lab: .venv/lab ## a notebook server, open on the first lesson
	$(BIN)/jupyter trust notebooks/*.ipynb > /dev/null
	$(BIN)/jupyter lab $(ROOT_OPTION) --ServerApp.root_dir=. \
		--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb $(QUIET_OPTIONS) $(LAB_OPTIONS)

check: ## is this machine ready? says pass, or exactly what to do
	@$(PYTHON) -m tropo_lab.workshop.install_check --before
	@$(MAKE) --no-print-directory .venv/lab
	@$(RUN) -m tropo_lab check

# each core takes whole files: the cells of a notebook share a kernel
test: .venv/dev tests/npm/node_modules ## every test, every notebook
	$(RUN) -m ruff check . && $(RUN) -m ruff format --check .
	$(RUN) -m pytest -p tests.lean_jsonschema --numprocesses auto --maxprocesses 4 --dist loadfile \
		--nbval --nbval-sanitize-with tests/sanitize.cfg tests notebooks

bench: .venv/dev ## speed and memory, as ratios against floors measured in the same run
	$(RUN) -m bench

notebooks: .venv/dev ## run every notebook anew and keep normalised outputs
	$(RUN) -m tests.renew_notebooks

pictures: .venv/dev ## draw the README's pictures anew
	$(RUN) -m tests.renew_pictures

docs: .venv/dev ## write the reference anew
	$(RUN) -m tests.renew_docs

tour: .venv/lab ## both flows of the article, as plain text
	$(RUN) -m tropo_lab tour

serve: .venv/lab ## the platform alone
	@$(RUN) -m tropo_lab serve

LESSON ?= 00
present: .venv/lab ## a lesson in large type for a screen: make present LESSON=04
	@$(RUN) -m tropo_lab present $(LESSON)

handout: .venv/lab ## both flows on one page, to print
	@$(RUN) -m tropo_lab handout

lint: .venv/dev ## mend what can be mended
	$(RUN) -m ruff check --fix . && $(RUN) -m ruff format .

# The one place that renews the pinned versions; everything is chosen for Python 3.10 and later on every system.
requirements: .venv/dev ## renew the pinned versions
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --python-version 3.10 --upgrade \
		--extra notebooks --no-emit-index-url -o requirements.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --python-version 3.10 --upgrade \
		--extra notebooks --extra dev --no-emit-index-url -c requirements.txt -o requirements-dev.txt pyproject.toml

.venv/bin/python:
	$(PYTHON) -m venv .venv

# The folder itself is put on the environment's path: what you edit is what runs, and nothing has to be built.
# Byte-compiling at once: otherwise every kernel start compiles everything again where writing is switched off
.venv/lab: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --compile -r requirements.txt
	$(RUN) -c "import pathlib, site; pathlib.Path(site.getsitepackages()[0], 'tropo-lab.pth').write_text(str(pathlib.Path.cwd()))"
	$(RUN) -m compileall -q tropo_lab catcher_server
	touch $@

.venv/dev: requirements-dev.txt .venv/lab
	$(BIN)/pip install --quiet --disable-pip-version-check --compile -r requirements-dev.txt
	touch $@

# The client library from npm. Where there is no npm or no registry, its test says that it was not tried.
tests/npm/node_modules: tests/npm/package-lock.json
	-npm ci --prefix tests/npm --silent --no-audit --no-fund

clean: ## take away all that was installed
	rm -rf .venv tests/npm/node_modules
