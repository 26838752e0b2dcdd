#!/usr/bin/env bash
# The suite, browser tests aside, on the releases after the pinned ones (requirements-next.in), in an environment of its
# own: a volunteer who upgrades in two years should find a small step. Deprecations are shown there, not errors.
#
#     scripts/next.sh [pytest options]        SECONDS_AT_MOST=240 stops it then and says what passed until there
#
# Exit code 69 (EX_UNAVAILABLE): nothing was run, and the last line says why.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
env=var/next

unavailable() { echo "NOT RUN: $1"; exit 69; }

suitable() { # the newest Python that these releases allow
    local name
    for name in python3.13 python3.12 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13.*/bin/python "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.12.*/bin/python python3; do
        "$name" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && { echo "$name"; return; }
    done
    return 1
}

mkdir -p var
lock=$(sha256sum requirements-next.txt)
if [ "$(cat $env/.stamp 2>/dev/null)" != "$lock" ]; then
    python=$(suitable) || unavailable "Wagtail 8.0 with Django 6.1 wants Python 3.12 or later, and there is none here"
    "$python" -m venv --clear $env || unavailable "no environment with $python"
    $env/bin/python -m pip install -qq --require-hashes --disable-pip-version-check -r requirements-next.txt ||
        unavailable "the packages cannot be installed"
    echo "$lock" >$env/.stamp
fi
echo "$($env/bin/python --version), $($env/bin/python -m pip list --format freeze --disable-pip-version-check | grep -iE '^(django|wagtail)==' | paste -sd ' ')"

export TEST_SQLITE=${TEST_SQLITE:-var/test-next.sqlite3}

# INT: pytest then says what passed until there.
timeout --preserve-status -s INT -k 30 "${SECONDS_AT_MOST:-3600}" env -u DATABASE_URL -u REDIS_URL $env/bin/python -m pytest -q -p no:cacheprovider \
    -n auto --dist loadscope -m "not browser" --disable-warnings \
    -W "default::django.utils.deprecation.RemovedInNextVersionWarning" \
    -W "default::django.utils.deprecation.RemovedAfterNextVersionWarning" "$@"
