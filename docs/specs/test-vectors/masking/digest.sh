#!/bin/sh
# What a recipient is shown in place of a value (docs/specs/masking.md §3), made with openssl alone.
#
#     sh digest.sh KEY RECIPIENT DOMAIN VALUE
#
# KEY is the masking key, hexadecimal.
set -eu
key=$1 recipient=$2 domain=$3 value=$4
code() { openssl mac -digest SM3 -macopt "hexkey:$1" -in - HMAC | tr 'A-F' 'a-f'; }
id=$(printf 'hutong-mask-key' | code "$key" | cut -c1-8)
own=$(printf 'hutong-mask-recipient\037%s' "$recipient" | code "$key")
text=$(printf 'hutong-mask-value\037%s\037%s\037%s' "$recipient" "$domain" "$value" | code "$own" | cut -c1-32)
printf 'hm1:%s:%s\n' "$id" "$text"
