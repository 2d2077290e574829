#!/bin/sh
# Installs a wheel of newsthread, at the versions of requirements.lock, into a new folder: TARGET/bin/newsthread then works.
# usage: install.sh WHEEL LOCK TARGET [PYTHON]
set -eu
wheel=$1 lock=$2 target=$3 python=${4:-python3}
[ -e "$target" ] && { echo "install.sh: $target is there already" >&2; exit 1; }
"$python" -m venv "$target"
sed -n 's/^\([A-Za-z0-9_.-]*==[^\\]*[^ \\]\) *\\*$/\1/p' "$lock" > "$target/constraints.txt"
"$target/bin/python" -m pip install --quiet --no-cache-dir --disable-pip-version-check --constraint "$target/constraints.txt" "$wheel"
# Where the packages and the timetable are, whichever Python it is: a worker's NEWSTHREAD_HOME.
ln -s "$("$target/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" "$target/home"
"$target/bin/newsthread" --version
