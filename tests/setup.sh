#!/usr/bin/env bash
# Brings what the tests need besides the build: Python packages, npm tools, a browser, Java.
#   tests/setup.sh            everything; quiet when all is there
#   tests/setup.sh packages   the Python packages only
#   tests/setup.sh looks      what pictures need: a browser, pdftoppm; with "looks firefox" Firefox too
#   tests/setup.sh weight     a browser
#   tests/setup.sh lighthouse a browser and Lighthouse, which the tests do not need
#   tests/setup.sh told       say again what could not be had (the last lines of `make test`)
# With CI=true a missing tool is a failure; elsewhere the tests that need it do not run.
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
stamp=.venv/.installed-tests
notes=.venv/.tests-not-run
log=.venv/.tests-setup.log
tools=tests/browser
editor=tests/editor

have() { command -v "$1" >/dev/null 2>&1; }
have_browser() { have chromium || have chromium-browser || have google-chrome; }
have_java() { have java && java -version >/dev/null 2>&1; }
have_npm_tools() { [ -f $1/node_modules/.package-lock.json ] && [ ! $1/package-lock.json -nt $1/node_modules/.package-lock.json ]; }
missing() { printf 'Not run: %s\n         to run them: %s\n' "$1" "$2" >>$notes; }

# npm's packages of a folder, by its lock file; a browser of their own is never fetched.
npm_tools() {
    ! have_npm_tools $1 && have npm || return 0
    echo "Installing the npm tools of $1 …"
    (cd $1 && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --silent --no-audit --no-fund) >$log 2>&1 && touch $1/node_modules/.package-lock.json || cat $log
}

# Debian's packages, where we may install them.
debian() {
    local root=none
    [ "$(id -u)" != 0 ] || root=""
    [ "$root" != none ] || ! have sudo || ! sudo -n true 2>/dev/null || root="sudo -n"
    if [ $# != 0 ] && [ "$root" != none ] && have apt-get; then
        echo "Installing $* …"
        {
            $root apt-get -qq update &&
                $root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "$@"
        } >$log 2>&1 || tail -n 5 $log
    fi
}

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

case "${1:-}" in
    looks | weight | lighthouse)
        packages=""
        have_browser || packages="chromium"
        [ $1 != looks ] || have pdftoppm || packages="$packages poppler-utils"
        case "$*" in *firefox*) have firefox-esr || have firefox || packages="$packages firefox-esr" ;; esac
        debian $packages
        [ $1 != lighthouse ] || npm_tools tests/lighthouse
        exit 0
        ;;
esac

: >$notes
npm_tools $tools
npm_tools $editor
packages=""
have_browser || packages="chromium"
have_java || packages="$packages default-jre-headless"
have pdftotext || packages="$packages poppler-utils"
debian $packages

have_npm_tools $tools || missing "axe, the Nu checker, html-validate (npm tools)" "install Node.js 20.18 or newer with npm, then: make test"
have_npm_tools $editor || missing "tests/test_editor.py (no YAML language server)" "install Node.js 20.18 or newer with npm, then: make test"
have_browser || missing "tests/browser (no Chromium)" "install chromium, for example: sudo apt-get install chromium"
have pdftotext || missing "the tests of PDF files (no poppler)" "install poppler-utils, for example: sudo apt-get install poppler-utils"
have_java || missing "the Nu checker in tests/test_site.py (no Java)" "install Java 17 or newer, for example: sudo apt-get install default-jre-headless"

if [ -s $notes ]; then
    cat $notes
    [ "${CI:-}" != true ] || exit 1
fi
