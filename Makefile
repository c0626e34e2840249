# The front door. `make run` and `make test` are all that a newcomer needs; the work is done by scripts/ and CMake.
BUILD := build/release
# What `make valgrind` runs: the modules below HTTP.
MEMCHECKED := $(addprefix test_,base text table classify retrieve store jobs notify access city ticket dispatch intake knowledge call supervise insight)

.DEFAULT_GOAL := help
.PHONY: help run build test lint format bench proof fuzz valgrind package check-package clean packages

help: ## what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: packages ## install what is missing, build, play the demo day into var/, serve on 127.0.0.1:8345
	@scripts/build-console
	@scripts/build release hotline model
	@exec $(BUILD)/hotline demo --worker scripts/outbound-worker

build: packages ## the program, optimised, in build/release, and its pages in build/console
	@scripts/build-console
	@scripts/build release hotline model

test: ## build and run every test; the last line is `N passed, N failed`
	@scripts/install-packages console browser
	@scripts/build-console
	@scripts/build release hotline model tests
	@scripts/run-tests $(BUILD) --console --browser --summary $(BUILD)/test-summary

lint: ## format, include direction, and clang-tidy over all sources (long)
	@scripts/install-packages checks
	@scripts/check-format
	@scripts/check-includes
	@scripts/check-tidy

format: ## write all C++ files as .clang-format says
	@scripts/install-packages checks
	@scripts/check-format --fix

bench: packages ## build and run the benchmarks, and print their ratios
	@scripts/build release hotline benchmarks
	@scripts/run-bench $(BUILD)

proof: packages ## kill -9, power cuts and failing disks, ROUNDS=1000 of each; prints what was lost (nothing)
	@scripts/build release hotline model hotline_proof
	@$(BUILD)/tests/proof/hotline_proof --rounds $(or $(ROUNDS),1000)

fuzz: ## random input to every way in, HOURS=1 in total (or SECONDS for each target); prints executions, corpora, crashes
	@scripts/install-packages checks
	@scripts/fuzz $(if $(SECONDS),--seconds $(SECONDS),--hours $(or $(HOURS),1))

valgrind: packages ## the tests below HTTP under valgrind's memcheck (long): nothing lost, nothing read before it is written
	@scripts/install-packages checks
	@scripts/build release $(MEMCHECKED)
	@GTEST_FILTER='-Killed.*:*Scale*' scripts/run-tests $(BUILD) $(MEMCHECKED) --limit 3600 \
	  --under "valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite --fair-sched=yes"

package: ## the .deb, in build/release
	@scripts/install-packages package console
	@scripts/build-console
	@scripts/build release hotline model
	@cd $(BUILD) && cpack -G DEB
	@ls -1 $(BUILD)/*.deb

check-package: package ## the .deb installed, its service ready, removed again (root; changes this machine meanwhile)
	@scripts/check-package

clean: ## remove build/; the database under var/ stays
	rm -rf build

packages:
	@scripts/install-packages console
