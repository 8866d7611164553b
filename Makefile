# run      the first screen: train on a demonstration, every step checked
# test     everything that needs Go alone
# interop  tests against Graphviz, NumPy, PyTorch and on an emulated arm64, which it installs
#          from Debian
# lint     go vet and golangci-lint, pinned in tools/go.mod
# race     the tests under the race detector, fewer draws of the long ones
# bench    Go's benchmarks, in the form that benchstat reads
# peers    an iteration in Surefoot beside C, NumPy, PyTorch, Gorgonia and gonum
# campaign 100,000 checks of right gradients, and every mutant; 20,000 bits flipped in training
#          steps, and a million steps without a fault: an hour
.PHONY: run test interop lint race bench peers campaign verify-gradients build
.DEFAULT_GOAL := build

build:
	go build -o out/surefoot ./cmd/surefoot

run:
	@mkdir -p out
	@go run ./cmd/surefoot train --out out/model.json --plot out/cost.svg --dot out/graph.dot

test:
	go vet ./...
	go test ./...

interop:
	./cmd/interop/install
	go test -count=1 -v -tags interop ./cmd/interop/
	go test -count=1 -v -tags interop -run Gradcheck ./verify/
	go test -count=1 -v -tags interop -run Programs ./cmd/bench-peers/...

lint:
	go vet ./...
	GOARCH=arm64 go vet ./ops/... ./graph/...
	go tool -modfile=tools/go.mod golangci-lint run ./...

race:
	go test -race -short -timeout 30m ./...

bench:
	go test -run '^$$' -bench . -benchmem -count 6 ./...

peers:
	go run ./cmd/bench-peers

campaign:
	go test -tags campaign -run Campaign -timeout 120m -v ./train
	go test -tags campaign -run Campaign -timeout 120m -v ./verify/selftest

verify-gradients:
	go run ./cmd/surefoot verify-gradients
