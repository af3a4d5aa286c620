#!/bin/sh
# Serve the published snapshot, and open the new one when it is put in its place.
set -u
file=${1:-/public/archive.db}
server=
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; exit 143' TERM INT

while :; do
    until [ -f "$file" ]; do sleep 5 & wait $!; done
    opened=$(stat -c %i "$file")
    datasette serve --immutable "$file" --host 0.0.0.0 --port 8001 \
        --setting sql_time_limit_ms 1000 --setting max_returned_rows 1000 --setting allow_download off \
        --setting num_sql_threads 2 --setting facet_time_limit_ms 200 &
    server=$!
    while kill -0 "$server" 2>/dev/null && [ "$(stat -c %i "$file" 2>/dev/null)" = "$opened" ]; do
        sleep "${EVERY:-30}" & wait $!
    done
    kill "$server" 2>/dev/null
    wait "$server"
done
