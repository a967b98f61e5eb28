#!/bin/sh
# Prints the path of a Chromium. A machine that has none, nor Chinese fonts, gets both from apt if that is ours to do.
set -eu

find_chromium() {
  for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome \
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'; do
    if [ -n "$candidate" ] && command -v "$candidate"; then return 0; fi
  done
  return 1
}

install_chromium() {
  echo 'No Chromium on this machine: installing chromium and fonts-noto-cjk with apt-get.' >&2
  export DEBIAN_FRONTEND=noninteractive
  install='apt-get install -y --no-install-recommends chromium fonts-noto-cjk'
  $install >&2 || { apt-get update >&2 && $install >&2; }
}

find_chromium && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo 'The browser tests need Chromium: install it, or name it in CHROMIUM=/path/to/chromium.' >&2
  exit 1
fi
# Test files run side by side: one installs, the others wait and then find what it brought.
exec 9>"${TMPDIR:-/tmp}/liandong-chromium.lock"
flock 9
find_chromium || { install_chromium && find_chromium; }
