#!/usr/bin/env bash
# Installs, builds and tests. Without arguments: everything, in the release preset. Arguments go to ctest:
#
#   tools/run-tests.sh -L unit          only the unit tests
#   KILN_PRESET=dev tools/run-tests.sh  with ASan and UBSan
set -euo pipefail
cd "$(dirname "$0")/.."
preset=${KILN_PRESET:-release}

echo "== 1/3 packages"
tools/setup.sh
echo "== 2/3 build ($preset)"
cmake --preset "$preset"
cmake --build --preset "$preset"
echo "== 3/3 tests"
exec ctest --preset "$preset" --parallel "$(nproc)" "$@"
