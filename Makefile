# `make` alone lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
UV := .tools/bin/uv
RUN := .venv/bin
export UV_LINK_MODE ?= copy

.PHONY: help setup setup-test serve test prove bench eval faults train chat staff-user lint format clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: ## install both environments (done by serve and test)
	@$(PYTHON) setup_environments.py

setup-test: setup ## also what the tests need
	@$(PYTHON) setup_environments.py --test

serve: setup ## set up, train, seed and serve at http://127.0.0.1:8000
	@$(RUN)/sendero serve

test: setup-test ## run every check and test
	@$(RUN)/python -m tests.run

prove: setup-test ## evidence that takes too long for every run
	@$(RUN)/pytest -m prove tests

bench: setup-test ## measure speed and memory, beside a stock bot (var/measures/bench.json)
	@$(RUN)/python -m tests.load.bench

eval: setup-test ## measure understanding (var/measures/eval.json)
	@$(RUN)/python -m tests.load.evaluate

train: setup ## train the engine
	@$(RUN)/sendero train

chat: ## talk to the running assistant in the terminal
	@$(RUN)/sendero chat

staff-user: setup ## make a staff account: make staff-user NAME=you
	@$(RUN)/sendero staff add $(NAME)

format: ## format the code
	@$(RUN)/ruff format . && $(RUN)/ruff check --fix .

clean: ## forget what was trained and stored (keeps the environments)
	rm -rf var
