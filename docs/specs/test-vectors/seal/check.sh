#!/bin/sh
# Verifies the seals of the records beside it with openssl (3.0 or newer) and a shell alone (docs/specs/seal.md §6).
# Exit status 0 when all hold.
set -eu
cd "$(dirname "$0")"
. ./leaf.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
    echo "FAILED $1: $2"
    failures=$((failures + 1))
}

for record in ecdsa-* sm2-*; do
    kind=${record%-*}
    seal=$(sed -n 's/^hutong-seal: //p' "$record/headers.txt")
    sealpath=$(sed -n 's/^hutong-sealpath: //p' "$record/headers.txt")
    # The leaf and the way up to the root.
    leaf "$record" > "$work/hash"
    printf '%s' "${sealpath#*:}" | openssl base64 -d -A > "$work/path"
    index=${sealpath%%:*}
    last=$(($(printf '%s' "$seal" | member count) - 1))
    taken=0
    while [ $last -gt 0 ]; do
        if [ $((index % 2)) = 1 ] || [ "$index" -lt $last ]; then
            tail -c +$((taken * 32 + 1)) "$work/path" | head -c 32 > "$work/sibling"
            taken=$((taken + 1))
            if [ $((index % 2)) = 1 ]; then node "$work/sibling" "$work/hash" > "$work/next"; else node "$work/hash" "$work/sibling" > "$work/next"; fi
            mv "$work/next" "$work/hash"
        fi
        index=$((index / 2))
        last=$((last / 2))
    done
    [ "$(wc -c < "$work/path")" = $((taken * 32)) ] || fail "$record" "the path is too long or too short"
    root=$(printf '%s' "$seal" | member root)
    [ "$(openssl base64 -A -in "$work/hash")" = "$root" ] || fail "$record" "the record does not lead to the root"
    # The statement and its signature.
    algorithm=$(printf '%s' "$seal" | member alg)
    keyid=$(printf '%s' "$seal" | member keyid)
    [ "$keyid" = "$(key_id ../$kind.pem)" ] || fail "$record" "the key id is not the certificate's thumbprint"
    statement "$(printf '%s' "$seal" | member gateway)" "$(printf '%s' "$seal" | member count)" \
        "$(printf '%s' "$seal" | member time)" "$root" "$algorithm" "$keyid" > "$work/statement"
    printf '%s' "$seal" | member signature | openssl base64 -d -A > "$work/signature"
    openssl x509 -in ../$kind.pem -pubkey -noout > "$work/public.pem"
    case $algorithm in
    sm2-sm3) set -- -digest sm3 -pkeyopt distid:1234567812345678 ;;
    *) set -- -digest sha256 ;;
    esac
    openssl pkeyutl -verify -pubin -inkey "$work/public.pem" -rawin -in "$work/statement" -sigfile "$work/signature" "$@" > "$work/out" 2>&1 ||
        fail "$record" "the signature over the statement does not verify"
done
[ $failures = 0 ] && echo "all seals hold"
[ $failures = 0 ]
