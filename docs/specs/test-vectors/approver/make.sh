#!/bin/sh
# Makes the vectors of approver-signature.md anew with openssl (3.0 or newer) and a shell; Hutong takes no part. Keys and
# signatures differ from run to run; commit the result only together.
set -eu
cd "$(dirname "$0")"
. ../envelope.sh
. ./text.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
id=distid:1234567812345678

# Two authorities; under each a person and the approving unit.
for kind in ecdsa sm2; do
    case $kind in
    ecdsa) curve=P-256; md=-sha256; sign=""; verify="" ;;
    sm2) curve=SM2; md=-sm3; sign="-sigopt $id"; verify="-vfyopt $id" ;;
    esac
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:$curve -out "$work/ca.key"
    openssl req -x509 -new -key "$work/ca.key" $md $sign -days 7300 -subj "/C=CN/O=Hutong test vectors/CN=Approver CA $kind" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out $kind-ca.pem
    for holder in person unit; do
        openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:$curve -out "$work/leaf.key"
        openssl req -new -key "$work/leaf.key" $md $sign -subj "/C=CN/CN=Test $holder $kind" -out "$work/leaf.csr"
        printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n' > "$work/extensions"
        # Only the unit's certificate names the unit; the person's bond is the registry's.
        [ $holder = person ] || printf '1.2.156.10260.4.1.4=ASN1:PRINTABLESTRING:11350000000000027C\n' >> "$work/extensions"
        openssl x509 -req -in "$work/leaf.csr" -CA $kind-ca.pem -CAkey "$work/ca.key" \
            -set_serial 0x$(openssl rand -hex 8 | sed 's/^./4/') $md $sign $verify -days 7200 \
            -extfile "$work/extensions" -out $kind-$holder.pem 2> /dev/null
        { echo "TEST ONLY: the private key of a published test vector. Never use it for anything else."
          cat "$work/leaf.key"; } > $kind-$holder.key.pem
        chmod 600 $kind-$holder.key.pem
    done
done

approval_text > text

for holder in person unit; do
    openssl cms -sign -binary -in text -signer ecdsa-$holder.pem -inkey ecdsa-$holder.key.pem -md sha256 -outform DER \
        -out "$work/cms.der"
    openssl base64 -A -in "$work/cms.der" > ecdsa-$holder.sig
done

# SM2, which openssl cms does not know, put together by hand without signed attributes (RFC 5652 §5).
for holder in person unit; do
    { oid 1.2.156.10197.1.401 | element 48; } > "$work/sm3"
    { oid 1.2.156.10197.1.501 | element 48; } > "$work/sm2-with-sm3"
    printf '\002\001\001' > "$work/one"
    openssl x509 -in sm2-$holder.pem -outform DER -out "$work/certificate"
    openssl asn1parse -inform DER -in "$work/certificate" |
        sed -n 's/^ *\([0-9]*\):d=2 *hl=\([0-9]*\) *l= *\([0-9]*\).*/\1 \2 \3/p' > "$work/places"
    element_at() {
        sed -n "$1p" "$work/places" | {
            read -r offset header length
            tail -c +$((offset + 1)) "$work/certificate" | head -c $((header + length))
        }
    }
    { element_at 4; element_at 2; } | element 48 > "$work/signer-id"
    openssl pkeyutl -sign -inkey sm2-$holder.key.pem -rawin -in text -digest sm3 -pkeyopt $id -out "$work/value"
    element 4 < "$work/value" > "$work/signature"
    cat "$work/one" "$work/signer-id" "$work/sm3" "$work/sm2-with-sm3" "$work/signature" | element 48 | element 49 \
        > "$work/signers"
    element 49 < "$work/sm3" > "$work/digests"
    oid 1.2.840.113549.1.7.1 | element 48 > "$work/content"
    element 160 < "$work/certificate" > "$work/certificates"
    cat "$work/one" "$work/digests" "$work/content" "$work/certificates" "$work/signers" | element 48 | element 160 \
        > "$work/signed-data"
    { oid 1.2.840.113549.1.7.2; cat "$work/signed-data"; } | element 48 > "$work/cms.der"
    openssl base64 -A -in "$work/cms.der" > sm2-$holder.sig
done
