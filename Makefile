# Everything on a fresh machine is one command: make run, make preview, make test. Each sets up what it needs in .venv.

PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run preview test test-long check update benchmark train audit inventory lock clean

run: .venv/.run  ## Run on Telegram if BOT_TOKEN is set, else chat with the same bot in this terminal.
	@$(BIN)/second-opinion run

preview: .venv/.run  ## See the bot in the browser as a patient will, while its words are changed.
	@$(BIN)/second-opinion preview

test: .venv/.test .venv/.browser  ## Everything that must hold: style, types, contracts, content, tests.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/second-opinion check
	$(BIN)/pytest -n 2 $(TESTS)

test-long: .venv/.test  ## The tests that take minutes.
	$(BIN)/pytest -n 2 -m long

check: .venv/.run  ## Prove the words.
	@$(BIN)/second-opinion check

update: .venv/.test  ## Write down what the bot says now, and the README's parts; read the difference before you commit it.
	$(BIN)/pytest -q tests/test_conversations.py tests/test_readme.py tests/test_quality.py --update

benchmark: .venv/.test  ## Measure the bot beside its peers, in about ten minutes; prints the README's table.
	@$(BIN)/python -m benchmarks

train: .venv/.test  ## Train the small ears of the safety net anew, after lines were added to benchmarks/training.
	@$(BIN)/pip install --quiet scikit-learn
	@OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.train_hunches

audit: | .venv/bin/python  ## Look every locked dependency up in the public advisories; needs the network, and fails without it.
	@PYTHON=$(BIN)/python .ci/audit

inventory: .venv/.run  ## Write down every stored field in docs/privacy.md.
	$(BIN)/second-opinion inventory > docs/privacy.md

lock: .venv/.test  ## Resolve the newest versions that fit pyproject.toml into the two lock files.
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --upgrade pyproject.toml --group build --output-file requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --constraints requirements.txt pyproject.toml --group dev --output-file requirements-dev.txt

clean:  ## Remove what was set up here.
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

# An editable install, without isolation: its build tools are in the lock, too, so nothing unlocked is fetched. pip compiles
# what it copies, and not what it links to: without the last line every start would, where no bytecode may be written.
.venv/.run: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Setting up; this takes a minute the first time."
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q bot
	@touch $@

# The preview is tested in a browser; where there is none and none can be had, these tests are skipped and say so.
.venv/.browser: | .venv/bin/python
	@.ci/browser
	@touch $@

.venv/.test: requirements-dev.txt .venv/.run
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements-dev.txt
	@touch $@
