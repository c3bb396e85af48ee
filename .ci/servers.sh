#!/bin/sh
# Makes what the tests need that is not ours: a Python with the SMTP server of tests/servers.
# Run it again whenever you like; it does only what is missing.
set -eu
cd "$(dirname "$0")/.."

venv=target/test-venv
wanted=tests/servers/requirements.txt
python=${PYTHON:-python3}

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -q
        DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends python3 python3-venv
    else
        echo "error: the tests need Python 3 with its venv module" >&2
        echo "help: install it (Debian and Ubuntu: apt-get install python3-venv) and run .ci/servers.sh again" >&2
        exit 1
    fi
fi

# The copy of the requirements inside the venv tells whether it is already as wanted.
if [ -x "$venv/bin/python" ] && cmp -s "$wanted" "$venv/requirements.txt"; then
    exit 0
fi
rm -rf "$venv"
"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$wanted"
cp "$wanted" "$venv/requirements.txt"
