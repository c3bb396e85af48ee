#!/bin/sh
# Makes what the tests need that is not ours: a Python with the SMTP server of tests/servers, and a Node
# with the readers of BPMN, Mermaid, YAML and SARIF of tests/readers.
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
if ! { [ -x "$venv/bin/python" ] && cmp -s "$wanted" "$venv/requirements.txt"; }; then
    rm -rf "$venv"
    "$python" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$wanted"
    cp "$wanted" "$venv/requirements.txt"
fi

readers=target/test-readers
wanted=tests/readers/package.json
if ! command -v npm >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -q
        DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends nodejs npm
    else
        echo "error: the tests need Node 20 or newer with npm" >&2
        echo "help: install it and run .ci/servers.sh again" >&2
        exit 1
    fi
fi
if ! cmp -s "$wanted" "$readers/installed.json"; then
    rm -rf "$readers"
    mkdir -p "$readers"
    cp "$wanted" "$readers/package.json"
    npm install --prefix "$readers" --silent --no-audit --no-fund --no-package-lock
    cp "$wanted" "$readers/installed.json"
fi
