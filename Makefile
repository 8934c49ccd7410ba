# Two commands do all set-up: `make report` runs the main job, `make test` the tests.
# Every recipe uses the environment in .venv, which the first of them makes.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
SOURCES := $(wildcard */*.py */*/*.py data/* ontology/*/*.ttl queries/*/*.rq queries/*/*.ru)

.PHONY: report test check docs alignments clean

report: $(VENV)/.core
	$(RUN) -m clusterkg.app build
	$(RUN) -m clusterkg.app report -o build/report.html

# Two workers on two cores: none of them needs threads, which would only wait for one another.
test: export OPENBLAS_NUM_THREADS = 1
test: export OMP_NUM_THREADS = 1
test: export POLARS_MAX_THREADS = 1
test: $(VENV)/.test
	$(RUN) -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=25

check: $(VENV)/.test .cache/regular/.stamp
	$(RUN) -m ruff check .
	$(VENV)/bin/lint-imports
	MYPYPATH=.cache/regular $(RUN) -m mypy --cache-dir .cache/mypy -p clusterkg.ontology \
	  -p clusterkg.queries -p clusterkg.loaders -p clusterkg.graph -p clusterkg.app
	$(RUN) -m pytest --cov --cov-config=pyproject.toml --cov-report=term

docs: $(VENV)/.core
	$(RUN) docs/make.py build/docs
	$(RUN) -m clusterkg.app build
	$(RUN) -m clusterkg.app ontology page -o build/docs/ontology.html

alignments: $(VENV)/.core
	$(RUN) -m clusterkg.ontology.alignment

clean:
	rm -rf build dist .cache *.egg-info .pytest_cache .ruff_cache .mypy_cache .coverage

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "clusterkg needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: pyproject.toml | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@ $(VENV)/.core

# mypy does not follow editable installs with a package-dir map: it reads a regular one.
.cache/regular/.stamp: pyproject.toml $(SOURCES) | $(VENV)/.test
	rm -rf .cache/regular
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --target .cache/regular .
	touch $@
