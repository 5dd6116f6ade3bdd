#!/bin/sh
# Makes the digests of vectors.txt with openssl (3.0 or newer) and a shell alone and compares them (docs/specs/masking.md §4).
# Exit status 0 when all agree.
set -eu
cd "$(dirname "$0")"
failures=0
count=0
while read -r key recipient domain value text; do
    count=$((count + 1))
    made=$(sh ./digest.sh "$key" "$recipient" "$domain" "$value")
    [ "$made" = "$text" ] || { echo "FAILED $recipient $domain $value: $made, not $text"; failures=$((failures + 1)); }
done < vectors.txt
echo "$count digests, $failures failed"
[ "$count" -gt 0 ] && [ $failures = 0 ]
