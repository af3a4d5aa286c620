#!/bin/sh
# Crawl each of $SITES once a night, publish a snapshot, wait for the next night. ONCE=1 ends after the first.
set -u
: "${SITES:?name the sites to crawl, as scrapy list shows them}"
: "${AT:=22:05}"

waited=
trap '[ -n "$waited" ] && kill "$waited" 2>/dev/null && wait "$waited"; exit 143' TERM INT

# A signal is heard only between commands, so that each runs beside this script, which waits.
run() {
    "$@" &
    waited=$!
    wait "$waited"
}

while :; do
    for site in $SITES; do
        run scrapy crawl "$site" \
            -s ARCHIVE_DIR=/archive -s CONTACT="${CONTACT:-}" \
            -s NOTIFY_COMMAND="${NOTIFY_COMMAND:-}" -s NOTIFY_URL="${NOTIFY_URL:-}"
        code=$?
        [ "$code" = 0 ] || echo "zone-archive: $site ended with exit code $code" >&2
        case $code in 3 | 5 | 6) break ;; esac # the next site would fare no better
    done
    run scrapy publish /public/archive.db -s ARCHIVE_DIR=/archive
    [ "${ONCE:-}" = 1 ] && exit 0
    now=$(date +%s)
    next=$(date -d "today $AT" +%s)
    [ "$next" -gt "$now" ] || next=$(date -d "tomorrow $AT" +%s)
    run sleep $((next - now))
done
