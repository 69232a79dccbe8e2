#!/usr/bin/env bash
# Brings what the tests need besides the build: Python packages, npm tools, a browser, Java.
#   tests/setup.sh            everything; quiet when all is there
#   tests/setup.sh packages   the Python packages only
#   tests/setup.sh told       say again what could not be had (the last lines of `make test`)
# With CI=true a missing tool is a failure; elsewhere the tests that need it do not run.
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
stamp=.venv/.installed-tests
notes=.venv/.tests-not-run
log=.venv/.tests-setup.log
tools=tests/browser

have() { command -v "$1" >/dev/null 2>&1; }
have_browser() { have chromium || have chromium-browser || have google-chrome; }
have_java() { have java && java -version >/dev/null 2>&1; }
have_npm_tools() { [ -f $tools/node_modules/.package-lock.json ] && [ ! $tools/package-lock.json -nt $tools/node_modules/.package-lock.json ]; }
missing() { printf 'Not run: %s\n         to run them: %s\n' "$1" "$2" >>$notes; }

if [ "${1:-}" = told ]; then
    [ ! -s $notes ] || cat $notes
    exit 0
fi

if [ ! -f $stamp ] || [ requirements-test.txt -nt $stamp ]; then
    echo "Installing the tests' Python packages …"
    $python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
    touch $stamp
fi
[ "${1:-}" != packages ] || exit 0

: >$notes
if ! have_npm_tools && have npm; then
    echo "Installing the tests' npm tools …"
    (cd $tools && npm ci --silent --no-audit --no-fund) >$log 2>&1 && touch $tools/node_modules/.package-lock.json || cat $log
fi

root=none
[ "$(id -u)" != 0 ] || root=""
[ "$root" != none ] || ! have sudo || ! sudo -n true 2>/dev/null || root="sudo -n"
packages=""
have_browser || packages="chromium"
have_java || packages="$packages default-jre-headless"
if [ -n "$packages" ] && [ "$root" != none ] && have apt-get; then
    echo "Installing $packages …"
    {
        $root apt-get -qq update &&
            $root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends $packages
    } >$log 2>&1 || tail -n 5 $log
fi

have_npm_tools || missing "axe, the Nu checker, html-validate (npm tools)" "install Node.js 20.18 or newer with npm, then: make test"
have_browser || missing "tests/browser (no Chromium)" "install chromium, for example: sudo apt-get install chromium"
have_java || missing "the Nu checker in tests/test_site.py (no Java)" "install Java 17 or newer, for example: sudo apt-get install default-jre-headless"

if [ -s $notes ]; then
    cat $notes
    [ "${CI:-}" != true ] || exit 1
fi
