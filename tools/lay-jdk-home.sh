#!/usr/bin/env bash
# Lays a JDK home whose java, javac, jar, jshell ... run on Kiln, beside an installed JDK 17.
#
#   tools/lay-jdk-home.sh [--jdk DIR] [--libjvm FILE] [--force] HOME
#
#   HOME           the folder to make, for JAVA_HOME
#   --jdk DIR      the installed JDK (default: $JAVA_HOME, else one below /usr/lib/jvm)
#   --libjvm FILE  Kiln's libjvm.so (default: the release build's)
#   --force        replaces a home that this command has laid before
#
# Everything is a link into the installed JDK, except what has to know that it lies in another home: a launcher asks the
# system for its own path, with links resolved, and takes the JDK around it. So the programs in bin/ are files of their
# own (hard links where the file system allows, else copies of some 15 KB each), and lib/ is a folder of links around
# server/libjvm.so. Uninstalling is `rm -r HOME`.
set -euo pipefail
self=$(cd "$(dirname "$0")" && pwd)

die() { echo "lay-jdk-home: $*" >&2; exit 1; }
is_jdk() { [ -x "$1/bin/java" ] && [ -r "$1/lib/modules" ] && grep -q '^JAVA_VERSION="17' "$1/release" 2>/dev/null; }

jdk= libjvm= home= force=
while [ $# -gt 0 ]; do
  case $1 in
  --jdk) jdk=${2:?--jdk wants a folder}; shift 2;;
  --libjvm) libjvm=${2:?--libjvm wants a file}; shift 2;;
  --force) force=1; shift;;
  -h|--help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; exit;;
  -*) die "unknown option $1";;
  *) [ -z "$home" ] || die "one folder, please"; home=$1; shift;;
  esac
done
[ -n "$home" ] || die "which folder? (--help tells more)"

# The home laid here may itself be JAVA_HOME at the moment: its links lead back to the installed one.
if [ -z "$jdk" ]; then
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/java-17-openjdk-* /usr/lib/jvm/*; do
    if [ -n "$candidate" ] && is_jdk "$candidate"; then jdk=$candidate; break; fi
  done
  [ -n "$jdk" ] || die "no JDK 17 found; name one with --jdk DIR"
fi
is_jdk "$jdk" || die "no JDK 17 in $jdk"
jdk=$(dirname "$(readlink -f "$jdk/lib/modules")")
jdk=$(dirname "$jdk")

[ -n "$libjvm" ] || libjvm=$self/../build/release/lib/libjvm.so
[ -r "$libjvm" ] || die "no such library: $libjvm"
libjvm=$(readlink -f "$libjvm")

if [ -e "$home" ]; then
  # lib/kiln.txt is this command's mark.
  if [ -n "$force" ] && [ -e "$home/lib/kiln.txt" ]; then
    rm -r "$home"
  elif [ ! -d "$home" ] || [ -n "$(ls -A "$home")" ]; then
    die "$home is there already"
  fi
fi
mkdir -p "$home/bin" "$home/lib/server"
home=$(cd "$home" && pwd)

for entry in "$jdk"/*; do
  case ${entry##*/} in
  bin|lib) ;;
  *) ln -s "$entry" "$home/";;
  esac
done
for program in "$jdk"/bin/*; do
  program=$(readlink -f "$program")
  ln "$program" "$home/bin/" 2>/dev/null || cp -p "$program" "$home/bin/"
done
for entry in "$jdk"/lib/*; do
  [ "${entry##*/}" = server ] || ln -s "$entry" "$home/lib/"
done
ln -s "$libjvm" "$home/lib/server/libjvm.so"
printf 'Laid by lay-jdk-home.sh.\njdk=%s\nlibjvm=%s\n' "$jdk" "$libjvm" > "$home/lib/kiln.txt"
echo "JAVA_HOME=$home"
