#!/usr/bin/env bash
# Installs what building and testing Kiln needs on Debian 12, and only what is missing. A JDK 17 that is already there
# is used as it is and not upgraded. Needs root or sudo if anything has to be installed.
set -euo pipefail

packages=(
  git python3                               # the tree, the test runners
  clang-19 lld-19 libclang-rt-19-dev        # compiler, linker, sanitizers
  cmake ninja-build ccache                  # build
  libasmjit-dev binutils                    # writes machine code; objcopy fits its archive to a shared library
  libmimalloc-dev                           # the VM's malloc
  libfmt-dev                                # formats messages
  zlib1g-dev                                # reads jar files
  libcapstone-dev                           # lists machine code (-XX:+PrintAssembly), loaded when asked for
  libgtest-dev libbenchmark-dev             # unit tests, native benchmarks
)

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

has_jdk17() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -x "$home/bin/javac" ] && [ -r "$home/lib/modules" ] && grep -q '^JAVA_VERSION="17' "$home/release" 2>/dev/null && return 0
  done
  return 1
}

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done
if ! has_jdk17; then
  # The compiler has to match a run-time environment that is already there, or apt would upgrade that.
  version=$(dpkg-query -W -f '${Version}' openjdk-17-jre-headless 2>/dev/null || true)
  missing+=("openjdk-17-jdk-headless${version:+=$version}")
fi
if [ ${#missing[@]} -eq 0 ]; then
  echo "setup: everything is installed"
  exit 0
fi

echo "setup: installing ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "setup: run this as root, or install sudo" >&2; exit 1; }
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends --no-upgrade "${missing[@]}"
echo "setup: done"
