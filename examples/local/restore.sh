#!/bin/sh
# Restores a dump into the database shop_copy: ./restore.sh dumps/2026-11-24_031500.sql.gz
set -eu
cd "$(dirname "$0")"

client() {
  docker compose exec -T database mysql --user=root --password=local "$@"
}

client --execute='DROP DATABASE IF EXISTS shop_copy; CREATE DATABASE shop_copy'
gunzip --stdout "$1" | client --comments --binary-mode shop_copy
client --table --execute='SELECT * FROM best_customers' shop_copy
