# What one does with this project. Each target says in its script what it needs and what it does.
.PHONY: help run test lint web bench soak openapi

help: ## what can be made here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## build everything and start the service with demonstration data (DATABASE_URL=postgres://... for PostgreSQL)
	@scripts/run

test: ## everything that proves the project, on both engines and in a real browser (ONLY="step..." runs a part)
	@scripts/test $(ONLY)

lint: ## format and lint, Rust and web
	@scripts/test format lint web-lint

web: ## build the web pages
	@scripts/web

bench: ## ratios against limits measured in the same run (ONLY=ingest runs a part)
	@scripts/bench $(ONLY)

soak: ## the long form of the fault tests and of the random ones (SOAK_ROUNDS=1000)
	@SOAK_ROUNDS=$${SOAK_ROUNDS:-1000} scripts/test rust-faults rust-random

openapi: ## write openapi.yaml and the web's types from the handlers
	@scripts/describe
