#!/bin/sh
# Verifies the vectors of approver-signature.md with openssl (3.0 or newer) and a shell alone: builds the text anew and verifies
# signatures and certificates. Exit status 0 when all hold.
set -eu
cd "$(dirname "$0")"
. ./text.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
fail() { echo "FAILED $1: $2"; failures=$((failures + 1)); }
# The instant at which certificates have to be valid: 2027-01-15T08:00:00Z.
instant=1800000000

approval_text > "$work/text"
cmp -s "$work/text" text || fail text "the text differs"

for holder in person unit; do
    openssl base64 -d -A -in ecdsa-$holder.sig -out "$work/cms.der"
    openssl cms -verify -binary -inform DER -in "$work/cms.der" -content text -CAfile ecdsa-ca.pem -purpose any \
        -attime $instant -out "$work/out" 2> "$work/err" || fail ecdsa-$holder "$(cat "$work/err")"

    openssl base64 -d -A -in sm2-$holder.sig -out "$work/cms.der"
    openssl verify -attime $instant -CAfile sm2-ca.pem -vfyopt distid:1234567812345678 sm2-$holder.pem > "$work/out" 2>&1 ||
        fail sm2-$holder "$(cat "$work/out")"
    # The signature value is the last line, an OCTET STRING.
    offset=$(openssl asn1parse -inform DER -in "$work/cms.der" | tail -n 1 | sed 's/^ *\([0-9]*\):.*/\1/')
    openssl asn1parse -inform DER -in "$work/cms.der" -strparse "$offset" -noout -out "$work/signature"
    openssl x509 -in sm2-$holder.pem -pubkey -noout > "$work/public.pem"
    openssl pkeyutl -verify -pubin -inkey "$work/public.pem" -rawin -in text -sigfile "$work/signature" -digest sm3 \
        -pkeyopt distid:1234567812345678 > "$work/out" 2>&1 || fail sm2-$holder "the signature does not verify"
done
[ $failures -eq 0 ] || exit 1
echo "all approver signatures hold"
