#!/bin/sh
# Finds a Python that can run scripts/setup.py, which does the rest. Plain POSIX sh.
# Usage: sh scripts/setup.sh [--tests]
set -eu
cd "$(dirname "$0")/.."

try() {
    for python in .venv/bin/python python3.13 python3.12 python3.11 python3; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            exec "$python" -I -S scripts/setup.py "$@"
        fi
    done
}

try "$@"
if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] && command -v apt-get >/dev/null; then
    echo "Python 3.11 atau yang lebih baru belum ada; memasangnya dengan apt-get ..."
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 python3-venv; then
        try "$@"
    fi
fi
echo "Padu memerlukan Python 3.11 atau yang lebih baru, dan tidak menemukannya di PATH." >&2
echo "Debian/Ubuntu: sudo apt-get install python3 python3-venv" >&2
echo "Fedora: sudo dnf install python3    macOS: brew install python@3.13" >&2
echo "Sesudah itu jalankan lagi perintah yang sama." >&2
exit 1
