# The verbs people and CI type. Each only calls a verb of build.py or a test; without make: python3 build.py --help
# ARGS is handed on: make serve ARGS="--port 9000"

.DEFAULT_GOAL := build
.PHONY: build check pdf test serve status due review impact accept migrate new locales fonts land schema golden bench samefact weight looks lighthouse clean help
.DELETE_ON_ERROR:

PYTHON ?= python3
PY := .venv/bin/python
READY := .venv/.installed-build
READY_PDF := .venv/.installed-pdf

build check serve status due review impact accept migrate new locales schema land: $(READY)
	@$(PY) build.py $@ $(ARGS)

pdf: $(READY) $(READY_PDF)
	@$(PY) build.py pdf $(ARGS)

fonts: $(READY)
	@tests/setup.sh packages
	@$(PY) build.py fonts $(ARGS)

test: $(READY) $(READY_PDF)
	@tests/setup.sh
	@$(PY) -m pytest --numprocesses auto --dist loadfile $(ARGS); code=$$?; tests/setup.sh told; exit $$code

golden: $(READY)
	@tests/setup.sh packages
	@$(PY) build.py schema
	@GOLDEN=1 $(PY) -m pytest tests/test_cases.py $(ARGS)

bench: $(READY) $(READY_PDF)
	@$(PY) tests/bench/bench.py $(ARGS)

samefact: $(READY)
	@tests/setup.sh packages
	@$(PY) tests/samefact/measure.py $(ARGS)

weight: $(READY)
	@tests/setup.sh packages
	@tests/setup.sh weight
	@$(PY) tests/bench/weight.py $(ARGS)

looks: $(READY)
	@tests/setup.sh packages
	@tests/setup.sh looks $(ARGS)
	@$(PY) tests/looks/looks.py $(ARGS)

lighthouse: $(READY)
	@tests/setup.sh packages
	@tests/setup.sh lighthouse
	@$(PY) tests/lighthouse/lighthouse.py $(ARGS)

clean:
	@if [ -x $(PY) ]; then $(PY) build.py clean $(ARGS); else $(PYTHON) build.py clean $(ARGS); fi

help:
	@echo "make          build the site into public/ (the first time: also .venv)"
	@echo "make check    look for problems, write nothing"
	@echo "make pdf      the books and hand-outs as PDF, into pdf/ (the first time: also what they need)"
	@echo "make serve    preview on this machine, made anew at every save"
	@echo "make status   which texts are missing, stale, drafts or done"
	@echo "make due      what is to be checked again"
	@echo "make review   the texts in both languages side by side, to print and sign: review.html"
	@echo "make impact   what the change at hand does: facts, pages, files"
	@echo "make accept ARGS=cities/xian  these texts say what their sisters say"
	@echo "make new      a new city: asks its questions"
	@echo "make migrate  files of an older shape: what would change; ARGS=--write changes it"
	@echo "make test     all tests; brings the tools they need first"
	@echo "make golden   write the expected results of the test cases anew"
	@echo "make bench    measure speed and memory"
	@echo "make samefact how well differences between the languages are found"
	@echo "make weight   what the pages weigh on the wire, and the limits"
	@echo "make looks    pictures of every kind of page, into looks/"
	@echo "make lighthouse  Lighthouse's scores for every kind of page"
	@echo "make schema   write content/schema/ for editors' tools"
	@echo "make locales  bring the catalogues in line with layouts and code"
	@echo "make fonts    fetch and cut the fonts (for maintainers)"
	@echo "make land     fetch the outlines of the land for the maps (for maintainers)"
	@echo "make clean    remove public/ and .cache/"
	@echo "ARGS is handed on: make serve ARGS=\"--port 9000\""

# Everything the build needs, in .venv; again when requirements.txt is newer.
$(READY): requirements.txt
	@$(PYTHON) build.py setup

# What PDF files need besides.
$(READY_PDF): requirements-pdf.txt
	@$(PYTHON) build.py setup --pdf
