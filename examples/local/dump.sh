#!/bin/sh
# Invokes the function and fetches the dump that it made: ./dump.sh [events/nightly.json]
set -eu
cd "$(dirname "$0")"

endpoint=${FUNCTION_URL:-http://127.0.0.1:9000}/2015-03-31/functions/function/invocations
s3=${S3_URL:-http://127.0.0.1:4566}
folder=${DUMPS_FOLDER:-dumps}
event=${1:-events/nightly.json}

answer=$(curl --silent --show-error --fail --data-binary "@$event" "$endpoint")
printf '%s\n' "$answer"

# A function that fails is an answer like any other: one that names no dump.
key=$(printf '%s\n' "$answer" | sed -n 's/.*"key":"\([^"]*\)".*/\1/p')
if [ -z "$key" ]; then
  echo 'No dump was made. The log: docker compose logs function' >&2
  exit 1
fi

mkdir -p "$folder"
dump=$folder/$(basename "$key")
curl --silent --show-error --fail --output "$dump" "$s3/dumps/$key"
echo "$dump"
