#!/usr/bin/env bash
# From a bare Debian 12 to a Java program running on Kiln: installs, builds, counts the words of README.md.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "== 1/3 packages"
tools/setup.sh
echo "== 2/3 build (the first time takes some minutes)"
cmake --preset release
cmake --build --preset release --target kiln_launcher
echo "== 3/3 run: vm WordCount.class README.md"
mkdir -p build/demo
"${JAVA_HOME:+$JAVA_HOME/bin/}javac" -d build/demo examples/WordCount.java
time build/release/bin/vm build/demo/WordCount.class README.md
