#!/bin/sh
# Makes the test vectors anew with openssl (3.0 or newer) and a shell; Hutong itself takes no part.
# Keys and signatures differ from run to run; commit the result only together.
set -eu
cd "$(dirname "$0")"
. ./envelope.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

code=91350200M00013FA1N
id=distid:1234567812345678

# new_key KIND FILE
new_key() {
    case $1 in
    rsa) openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$2" ;;
    ecdsa) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$2" ;;
    sm2) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out "$2" ;;
    esac
}

for kind in rsa ecdsa sm2; do
    md=-sha256; sign=""; verify=""
    if [ $kind = sm2 ]; then md=-sm3; sign="-sigopt $id"; verify="-vfyopt $id"; fi
    new_key $kind "$work/ca.key"
    new_key $kind "$work/leaf.key"
    openssl req -x509 -new -key "$work/ca.key" $md $sign -days 7300 -subj "/C=CN/O=Hutong test vectors/CN=Test CA $kind" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out $kind-ca.pem
    openssl req -new -key "$work/leaf.key" $md $sign \
        -subj "/C=CN/O=Hutong test vectors/organizationIdentifier=$code/CN=Test platform $kind" -out "$work/leaf.csr"
    cat > "$work/extensions" <<END
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,nonRepudiation
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid:always
1.2.156.10260.4.1.4=ASN1:PRINTABLESTRING:$code
END
    openssl x509 -req -in "$work/leaf.csr" -CA $kind-ca.pem -CAkey "$work/ca.key" -set_serial 0x$(openssl rand -hex 8 | sed 's/^./4/') \
        $md $sign $verify -days 7200 -extfile "$work/extensions" -out $kind.pem 2> /dev/null
    { echo "TEST ONLY: the private key of a published test vector. Never use it for anything else."
      cat "$work/leaf.key"; } > $kind.key.pem
    chmod 600 $kind.key.pem
done

# prepare NAME OPERATION: a directory with attributes and payload.
prepare() {
    rm -rf "$1"; mkdir "$1"
    cat > "$1/headers.txt" <<END
ce_specversion: 1.0
ce_id: vector-$1
ce_source: /platforms/$code
ce_type: cn.ggzy.TENDER_PROJECT
ce_time: 2026-11-21T12:00:00+08:00
ce_dataschema: /contracts/national/v2/TENDER_PROJECT
content-type: application/json
ce_partitionkey: A3502000001000001001
ce_datakey: 0123456789ABCDEFGHIJKL
ce_operation: $2
ce_sector: A08
ce_region: 350200
END
    if [ "$2" = delete ]; then : > "$1/payload.json"; else
        printf '{"TENDER_PROJECT_CODE":"A3502000001000001001","TENDER_PROJECT_NAME":"环岛路改造工程"}' > "$1/payload.json"
    fi
}

# raw NAME KIND DIGEST ALGORITHM OPERATION [pkeyutl options]
raw() {
    name=$1; kind=$2; digest=$3; algorithm=$4; prepare "$name" "$5"; shift 5
    keyid=$(key_id $kind.pem)
    signing_base "$name" "$digest" "$algorithm" "$keyid" > "$name/signing-base"
    openssl pkeyutl -sign -inkey $kind.key.pem -rawin -in "$name/signing-base" "$@" -out "$work/signature"
    cat >> "$name/headers.txt" <<END
ce_sigform: raw
ce_sigalg: $algorithm
ce_sigkeyid: $keyid
ce_sigcert: $(openssl x509 -in $kind.pem -outform DER | openssl base64 -A)
ce_signature: $(openssl base64 -A -in "$work/signature")
END
}

raw raw-rsa rsa sha-256 rsa-v1_5-sha256 add -digest sha256 -pkeyopt rsa_padding_mode:pkcs1
raw raw-rsa-pss rsa sha-256 rsa-pss-sha256 change -digest sha256 -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:32
raw raw-ecdsa ecdsa sha-256 ecdsa-p256-sha256 add -digest sha256
raw raw-sm2 sm2 sm3 sm2-sm3 add -digest sm3 -pkeyopt $id
raw raw-sm2-delete sm2 sm3 sm2-sm3 delete -digest sm3 -pkeyopt $id

# add_cms NAME FILE: the two headers of the cms form.
add_cms() {
    printf 'ce_sigform: cms\nce_signature: %s\n' "$(openssl base64 -A -in "$2")" >> "$1/headers.txt"
}

# cms NAME KIND [cms options]: RSA and ECDSA, which `openssl cms` writes.
cms() {
    name=$1; kind=$2; prepare "$name" add; shift 2
    signing_base "$name" sha-256 cms > "$name/signing-base"
    openssl cms -sign -binary -in "$name/signing-base" -signer $kind.pem -inkey $kind.key.pem -md sha256 \
        -outform DER "$@" -out "$work/cms.der"
    add_cms "$name" "$work/cms.der"
}

cms cms-rsa rsa
cms cms-rsa-plain rsa -noattr
cms cms-ecdsa ecdsa

# cms_sm2 NAME yes|no: SM2, put together by hand (RFC 5652 §5), with or without signed attributes.
cms_sm2() {
    prepare "$1" add
    signing_base "$1" sm3 cms > "$1/signing-base"
    { oid 1.2.156.10197.1.401 | element 48; } > "$work/sm3"
    { oid 1.2.156.10197.1.501 | element 48; } > "$work/sm2-with-sm3"
    printf '\002\001\001' > "$work/one"
    openssl x509 -in sm2.pem -outform DER -out "$work/certificate"
    # Issuer and serial number are the certificate's own bytes: the fourth and the second element at depth 2.
    openssl asn1parse -inform DER -in "$work/certificate" |
        sed -n 's/^ *\([0-9]*\):d=2 *hl=\([0-9]*\) *l= *\([0-9]*\).*/\1 \2 \3/p' > "$work/places"
    element_at() {
        sed -n "$1p" "$work/places" | {
            read -r offset header length
            tail -c +$((offset + 1)) "$work/certificate" | head -c $((header + length))
        }
    }
    { element_at 4; element_at 2; } | element 48 > "$work/signer-id"
    if [ "$2" = yes ]; then
        { oid 1.2.840.113549.1.9.3; oid 1.2.840.113549.1.7.1 | element 49; } | element 48 > "$work/a1"
        openssl dgst -sm3 -binary "$1/signing-base" | element 4 | element 49 > "$work/digest"
        { oid 1.2.840.113549.1.9.4; cat "$work/digest"; } | element 48 > "$work/a2"
        cat "$work/a1" "$work/a2" | element 49 > "$work/signed"
        cat "$work/a1" "$work/a2" | element 160 > "$work/attributes"
    else
        cp "$1/signing-base" "$work/signed"
        : > "$work/attributes"
    fi
    openssl pkeyutl -sign -inkey sm2.key.pem -rawin -in "$work/signed" -digest sm3 -pkeyopt $id -out "$work/value"
    element 4 < "$work/value" > "$work/signature"
    cat "$work/one" "$work/signer-id" "$work/sm3" "$work/attributes" "$work/sm2-with-sm3" "$work/signature" |
        element 48 | element 49 > "$work/signers"
    element 49 < "$work/sm3" > "$work/digests"
    oid 1.2.840.113549.1.7.1 | element 48 > "$work/content"
    element 160 < "$work/certificate" > "$work/certificates"
    cat "$work/one" "$work/digests" "$work/content" "$work/certificates" "$work/signers" | element 48 |
        element 160 > "$work/signed-data"
    { oid 1.2.840.113549.1.7.2; cat "$work/signed-data"; } | element 48 > "$work/cms.der"
    add_cms "$1" "$work/cms.der"
}

cms_sm2 cms-sm2 yes
cms_sm2 cms-sm2-plain no
