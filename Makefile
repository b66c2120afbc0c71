# Each target works alone on a fresh checkout: it makes .venv first when that is missing or pyproject.toml has changed.
.PHONY: demo test quick check bench soak reference setup postgresql clean
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
export PYTHONDONTWRITEBYTECODE := # set in many containers: each of the processes of the tests would compile all it imports

demo:  ## a tour of the platform in a fresh school
	@tools/setup demo
	@.venv/bin/ledr demo

test: setup  ## everything that must hold before a change is merged
	@tools/postgresql & server=$$!; status=0; $(MAKE) check || status=1; wait $$server && exit $$status
	@.venv/bin/python -m pytest --numprocesses auto --dist worksteal

quick: check  ## style, types, and the tests of units and of what has changed: for the hand, under a minute
	@tools/quick

check: setup  ## style, types and the direction of imports
	@.venv/bin/python -m mypy --strict src & types=$$!; status=0; \
	.venv/bin/python -m ruff check || status=1; \
	.venv/bin/python -m ruff format --check || status=1; \
	.venv/bin/lint-imports --no-logo || status=1; \
	wait $$types && exit $$status

bench: setup postgresql  ## ratios against a floor or a peer, measured in the same run; JSON=FOLDER keeps the figures
	@$(if $(JSON),mkdir -p "$(JSON)")
	@status=0; for script in $$(grep -l __main__ benchmarks/*.py); do \
		.venv/bin/python $$script $(if $(JSON),--json "$(JSON)/$$(basename $$script .py).json") || status=1; \
	done; exit $$status

soak: setup postgresql  ## the tests that run for minutes, and properties with many examples
	@LEDR_SOAK=1 .venv/bin/python -m pytest -m "soak or generated" --numprocesses auto --dist worksteal

reference: setup  ## what is made from the code: docs/reference, who may ask for what, the types of operations by name, the statements of the tables
	@.venv/bin/python -m tools.schema_statements
	@.venv/bin/python -m tools.performing
	@.venv/bin/python -m tools.operations_reference
	@.venv/bin/python -m tests.permissions

setup:
	@tools/setup

postgresql: setup
	@tools/postgresql

clean:
	rm -rf .venv .postgresql .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
