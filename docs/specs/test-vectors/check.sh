#!/bin/sh
# Verifies every test vector with openssl (3.0 or newer) and a shell alone: builds the signing base anew from headers and
# payload, compares it with the one on file, and verifies signature and certificate. Exit status 0 when all hold.
set -eu
cd "$(dirname "$0")"
. ./envelope.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
# The instant at which certificates have to be valid: 2027-01-15T08:00:00Z.
instant=1800000000

fail() {
    echo "FAILED $1: $2"
    failures=$((failures + 1))
}

# same_base VECTOR DIGEST ALGORITHM [KEYID]
same_base() {
    signing_base "$@" > "$work/base"
    cmp -s "$work/base" "$1/signing-base" || fail "$1" "the signing base differs"
}

# certificate_holds VECTOR KIND: it leads to the vector's authority and names the platform of ce_source.
certificate_holds() {
    if [ "$2" = sm2 ]; then option="-vfyopt distid:1234567812345678"; else option=""; fi
    openssl verify -x509_strict -attime $instant -CAfile "$2-ca.pem" $option "$2.pem" > "$work/out" 2>&1 ||
        fail "$1" "the certificate does not verify: $(cat "$work/out")"
    code=$(header "$1/headers.txt" ce_source | sed 's|^/platforms/||')
    openssl x509 -in "$2.pem" -outform DER | openssl asn1parse -inform DER > "$work/asn1"
    value=$(sed -n '/OBJECT *:1.2.156.10260.4.1.4$/{n;s/.*\[HEX DUMP\]://p;}' "$work/asn1")
    expected=$(printf '1312%s' "$(printf '%s' "$code" | od -An -tx1 | tr -d ' \n')" | tr a-f A-F)
    [ "$value" = "$expected" ] || fail "$1" "the certificate names another organisation"
}

# holds VECTOR KIND FILE SIGNATURE [pkeyutl options]
holds() {
    name=$1; kind=$2; file=$3; signature=$4; shift 4
    openssl x509 -in "$kind.pem" -pubkey -noout > "$work/public.pem"
    openssl pkeyutl -verify -pubin -inkey "$work/public.pem" -rawin -in "$file" -sigfile "$signature" "$@" > "$work/out" 2>&1 ||
        fail "$name" "the signature does not verify"
}

# algorithm_of VECTOR: sets kind, digest and options by ce_sigalg.
algorithm_of() {
    algorithm=$(header "$1/headers.txt" ce_sigalg)
    keyid=$(header "$1/headers.txt" ce_sigkeyid)
    digest=sha-256
    case $algorithm in
    rsa-v1_5-sha*) kind=rsa; options="-digest ${algorithm#rsa-v1_5-} -pkeyopt rsa_padding_mode:pkcs1" ;;
    rsa-pss-sha*)
        kind=rsa
        bits=${algorithm#rsa-pss-sha}
        options="-digest sha$bits -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:$((bits / 8))" ;;
    ecdsa-p256-sha256) kind=ecdsa; options="-digest sha256" ;;
    ecdsa-p384-sha384) kind=p384; options="-digest sha384" ;;
    ecdsa-p521-sha512) kind=p521; options="-digest sha512" ;;
    sm2-sm3) kind=sm2; digest=sm3; options="-digest sm3 -pkeyopt distid:1234567812345678" ;;
    *) fail "$1" "unknown algorithm $algorithm"; return 1 ;;
    esac
    [ "$keyid" = "$(key_id $kind.pem)" ] || fail "$1" "the key id is not the certificate's thumbprint"
    certificate_holds "$1" $kind
    header "$1/headers.txt" ce_signature | openssl base64 -d -A > "$work/signature"
}

check_raw() {
    algorithm_of "$1" || return 0
    same_base "$1" "$digest" "$algorithm" "$keyid"
    holds "$1" $kind "$1/signing-base" "$work/signature" $options
}

# parameter NAME: one value of ce_sigbatch.
parameter() {
    printf '%s' "$place" | tr ';' '\n' | sed -n "s/^$1=//p"
}

check_batch() {
    algorithm_of "$1" || return 0
    same_base "$1" "$digest" "batch/$algorithm" "$keyid"
    place=$(header "$1/headers.txt" ce_sigbatch)
    count=$(parameter count); index=$(parameter index); root=$(parameter root)
    # From the leaf to the root (RFC 9162 §2.1.3.2).
    leaf_hash "$digest" "$1/signing-base" > "$work/hash"
    header "$1/headers.txt" ce_sigpath | openssl base64 -d -A > "$work/path"
    step=0; last=$((count - 1))
    while [ $last -gt 0 ]; do
        if [ $((index % 2)) = 1 ] || [ "$index" -lt $last ]; then
            tail -c +$((step * 32 + 1)) "$work/path" | head -c 32 > "$work/sibling"
            if [ $((index % 2)) = 1 ]; then
                node_hash "$digest" "$work/sibling" "$work/hash" > "$work/above"
            else
                node_hash "$digest" "$work/hash" "$work/sibling" > "$work/above"
            fi
            mv "$work/above" "$work/hash"
            step=$((step + 1))
        fi
        index=$((index / 2)); last=$((last / 2))
    done
    [ $(($(wc -c < "$work/path"))) = $((step * 32)) ] || fail "$1" "the path has another length"
    [ "$(openssl base64 -A -in "$work/hash")" = "$root" ] || fail "$1" "the path does not lead to the root"
    statement "$(header "$1/headers.txt" ce_source)" "$count" "$(parameter created)" "$digest" "$root" "$algorithm" "$keyid" \
        > "$work/statement"
    holds "$1" $kind "$work/statement" "$work/signature" $options
    header "$1/headers.txt" ce_sigstamp | openssl base64 -d -A > "$work/token"
    if [ -s "$work/token" ]; then
        openssl ts -verify -token_in -in "$work/token" -data "$work/signature" -CAfile tsa-ca.pem -attime $instant \
            > "$work/out" 2>&1 || fail "$1" "the time stamp does not verify"
    fi
}

check_cms() {
    header "$1/headers.txt" ce_signature | openssl base64 -d -A > "$work/cms.der"
    case $1 in
    *sm2*) check_cms_sm2 "$1" ;;
    *-and-*)
        same_base "$1" sha-256 cms
        certificate_holds "$1" rsa
        certificate_holds "$1" ecdsa
        cat rsa-ca.pem ecdsa-ca.pem > "$work/both.pem"
        openssl cms -verify -binary -inform DER -in "$work/cms.der" -content "$1/signing-base" -CAfile "$work/both.pem" \
            -purpose any -attime $instant -out "$work/content" > "$work/out" 2>&1 || fail "$1" "the CMS signature does not verify"
        ;;
    *)
        kind=$(echo "$1" | cut -d - -f 2)
        same_base "$1" sha-256 cms
        certificate_holds "$1" "$kind"
        openssl cms -verify -binary -inform DER -in "$work/cms.der" -content "$1/signing-base" -CAfile "$kind-ca.pem" \
            -purpose any -attime $instant -out "$work/content" > "$work/out" 2>&1 || fail "$1" "the CMS signature does not verify"
        ;;
    esac
}

# `openssl cms -verify` knows no SM2: take the signature apart with asn1parse and verify it with pkeyutl.
check_cms_sm2() {
    same_base "$1" sm3 cms
    certificate_holds "$1" sm2
    openssl asn1parse -inform DER -in "$work/cms.der" > "$work/asn1"
    # The signature value is the last element, an OCTET STRING.
    offset=$(tail -n 1 "$work/asn1" | sed 's/^ *\([0-9]*\):.*/\1/')
    openssl asn1parse -inform DER -in "$work/cms.der" -strparse "$offset" -noout -out "$work/signature"
    # The signed attributes, where there are any, are the [0] inside the signer's SEQUENCE (depth 5).
    place=$(sed -n 's/^ *\([0-9]*\):d=5 *hl=\([0-9]*\) *l= *\([0-9]*\) cons: cont \[ 0 \].*/\1 \2 \3/p' "$work/asn1")
    if [ -z "$place" ]; then
        cp "$1/signing-base" "$work/signed"
    else
        set -- "$1" $place
        # They are signed under the tag SET (0x31) in place of [0].
        { printf '\061'; tail -c +$(($2 + 2)) "$work/cms.der" | head -c $(($3 + $4 - 1)); } > "$work/signed"
        stated=$(sed -n '/:messageDigest$/{n;n;s/.*\[HEX DUMP\]://p;}' "$work/asn1" | tr A-F a-f)
        actual=$(openssl dgst -sm3 -r "$1/signing-base" | cut -d ' ' -f 1)
        [ "$stated" = "$actual" ] || fail "$1" "messageDigest is not the digest of the signing base"
    fi
    holds "$1" sm2 "$work/signed" "$work/signature" -digest sm3 -pkeyopt distid:1234567812345678
}

vectors=0
for headers in */headers.txt; do
    vector=${headers%/*}
    vectors=$((vectors + 1))
    before=$failures
    case $(header "$headers" ce_sigform) in
    raw) check_raw "$vector" ;;
    cms) check_cms "$vector" ;;
    batch) check_batch "$vector" ;;
    *) fail "$vector" "unknown form" ;;
    esac
    if [ "$failures" = "$before" ]; then echo "ok $vector"; fi
done
echo "$vectors vectors, $failures failures"
[ "$failures" = 0 ] && [ "$vectors" -gt 0 ]
