#!/bin/sh
# Makes the test vectors anew with openssl (3.0 or newer) and a shell; Hutong itself takes no part.
# Keys and certificates that are there are kept; without them new ones are made. Signatures differ from run to run.
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
    p384) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out "$2" ;;
    p521) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -out "$2" ;;
    sm2) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out "$2" ;;
    esac
}

for kind in rsa ecdsa sm2 p384 p521; do
    if [ -f $kind.key.pem ] && [ -f $kind.pem ] && [ -f $kind-ca.pem ]; then continue; fi
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

# A time stamping authority and its root; their keys are needed for one stamp only.
new_key ecdsa "$work/ca.key"
new_key ecdsa "$work/tsa.key"
openssl req -x509 -new -key "$work/ca.key" -sha256 -days 7300 -subj "/C=CN/O=Hutong test vectors/CN=Test CA for time stamps" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out tsa-ca.pem
openssl req -new -key "$work/tsa.key" -sha256 -subj "/C=CN/O=Hutong test vectors/CN=Test TSA" -out "$work/tsa.csr"
printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n' \
    > "$work/extensions"
openssl x509 -req -in "$work/tsa.csr" -CA tsa-ca.pem -CAkey "$work/ca.key" -set_serial 0x$(openssl rand -hex 8 | sed 's/^./4/') \
    -sha256 -days 7200 -extfile "$work/extensions" -out tsa.pem 2> /dev/null

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
raw raw-rsa-sha384 rsa sha-256 rsa-v1_5-sha384 add -digest sha384 -pkeyopt rsa_padding_mode:pkcs1
raw raw-rsa-sha512 rsa sha-256 rsa-v1_5-sha512 add -digest sha512 -pkeyopt rsa_padding_mode:pkcs1
raw raw-rsa-pss-sha384 rsa sha-256 rsa-pss-sha384 add -digest sha384 -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:48
raw raw-rsa-pss-sha512 rsa sha-256 rsa-pss-sha512 add -digest sha512 -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:64
raw raw-ecdsa ecdsa sha-256 ecdsa-p256-sha256 add -digest sha256
raw raw-p384 p384 sha-256 ecdsa-p384-sha384 add -digest sha384
raw raw-p521 p521 sha-256 ecdsa-p521-sha512 add -digest sha512
raw raw-sm2 sm2 sm3 sm2-sm3 add -digest sm3 -pkeyopt $id
raw raw-sm2-delete sm2 sm3 sm2-sm3 delete -digest sm3 -pkeyopt $id

# add_cms NAME FILE: the two headers of the cms form.
add_cms() {
    printf 'ce_sigform: cms\nce_signature: %s\n' "$(openssl base64 -A -in "$2")" >> "$1/headers.txt"
}

# cms NAME KIND DIGEST [cms options]: RSA and ECDSA, which `openssl cms` writes.
cms() {
    name=$1; kind=$2; digest=$3; prepare "$name" add; shift 3
    signing_base "$name" sha-256 cms > "$name/signing-base"
    openssl cms -sign -binary -in "$name/signing-base" -signer $kind.pem -inkey $kind.key.pem -md $digest \
        -outform DER "$@" -out "$work/cms.der"
    add_cms "$name" "$work/cms.der"
}

cms cms-rsa rsa sha256
cms cms-rsa-plain rsa sha256 -noattr
cms cms-rsa-sha512 rsa sha512
cms cms-rsa-keyid rsa sha256 -keyid
cms cms-ecdsa ecdsa sha256
cms cms-p384 p384 sha384
cms cms-p521 p521 sha512
# Two signers, of whom both must hold.
cms cms-rsa-and-ecdsa rsa sha256 -signer ecdsa.pem -inkey ecdsa.key.pem

# cms_sm2 NAME yes|no SIGNED-DATA DATA ALGORITHM: SM2, put together by hand (RFC 5652 §5; GM/T 0010 has the same structure under
# other content types), with or without signed attributes.
cms_sm2() {
    prepare "$1" add
    signing_base "$1" sm3 cms > "$1/signing-base"
    { oid 1.2.156.10197.1.401 | element 48; } > "$work/sm3"
    { oid "$5" | element 48; } > "$work/sm2-with-sm3"
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
        { oid 1.2.840.113549.1.9.3; oid "$4" | element 49; } | element 48 > "$work/a1"
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
    oid "$4" | element 48 > "$work/content"
    element 160 < "$work/certificate" > "$work/certificates"
    cat "$work/one" "$work/digests" "$work/content" "$work/certificates" "$work/signers" | element 48 |
        element 160 > "$work/signed-data"
    { oid "$3"; cat "$work/signed-data"; } | element 48 > "$work/cms.der"
    add_cms "$1" "$work/cms.der"
}

signed_data=1.2.840.113549.1.7.2; data=1.2.840.113549.1.7.1
gm_signed_data=1.2.156.10197.6.1.4.2.2; gm_data=1.2.156.10197.6.1.4.2.1
cms_sm2 cms-sm2 yes $signed_data $data 1.2.156.10197.1.501
cms_sm2 cms-sm2-plain no $signed_data $data 1.2.156.10197.1.501
cms_sm2 cms-sm2-gm yes $gm_signed_data $gm_data 1.2.156.10197.1.301.1
cms_sm2 cms-sm2-gm-plain no $gm_signed_data $gm_data 1.2.156.10197.1.301.1
cms_sm2 cms-sm2-mixed yes $gm_signed_data $data 1.2.156.10197.1.301.1

# batch NAME KIND DIGEST ALGORITHM COUNT [pkeyutl options]: COUNT records under one signature (§9), vectors NAME-0, NAME-1, …
batch() {
    name=$1; kind=$2; digest=$3; algorithm=$4; count=$5; shift 5
    keyid=$(key_id $kind.pem)
    created=2026-11-21T12:00:00+08:00
    rm -rf "$work/tree"; mkdir "$work/tree"
    index=0
    while [ $index -lt "$count" ]; do
        prepare "$name-$index" add
        signing_base "$name-$index" "$digest" "batch/$algorithm" "$keyid" > "$name-$index/signing-base"
        leaf_hash "$digest" "$name-$index/signing-base" > "$work/tree/0.$index"
        index=$((index + 1))
    done
    # Each level from the one below: pairs are hashed, a last odd one rises as it is.
    level=0; width=$count
    while [ $width -gt 1 ]; do
        index=0
        while [ $index -lt "$width" ]; do
            above=$work/tree/$((level + 1)).$((index / 2))
            if [ $((index + 1)) -lt "$width" ]; then
                node_hash "$digest" "$work/tree/$level.$index" "$work/tree/$level.$((index + 1))" > "$above"
            else
                cp "$work/tree/$level.$index" "$above"
            fi
            index=$((index + 2))
        done
        width=$(((width + 1) / 2)); level=$((level + 1))
    done
    root=$(openssl base64 -A -in "$work/tree/$level.0")
    statement "/platforms/$code" "$count" "$created" "$digest" "$root" "$algorithm" "$keyid" > "$work/statement"
    openssl pkeyutl -sign -inkey $kind.key.pem -rawin -in "$work/statement" "$@" -out "$work/signature"
    record=0
    while [ $record -lt "$count" ]; do
        : > "$work/path"
        level=0; width=$count; index=$record
        while [ $width -gt 1 ]; do
            sibling=$((index % 2 == 1 ? index - 1 : index + 1))
            if [ $sibling -lt "$width" ]; then cat "$work/tree/$level.$sibling" >> "$work/path"; fi
            index=$((index / 2)); width=$(((width + 1) / 2)); level=$((level + 1))
        done
        {
            printf 'ce_sigform: batch\nce_sigalg: %s\nce_sigkeyid: %s\n' "$algorithm" "$keyid"
            printf 'ce_sigcert: %s\n' "$(openssl x509 -in $kind.pem -outform DER | openssl base64 -A)"
            printf 'ce_signature: %s\n' "$(openssl base64 -A -in "$work/signature")"
            printf 'ce_sigbatch: count=%s;index=%s;created=%s;root=%s\n' "$count" "$record" "$created" "$root"
            if [ -s "$work/path" ]; then printf 'ce_sigpath: %s\n' "$(openssl base64 -A -in "$work/path")"; fi
        } >> "$name-$record/headers.txt"
        record=$((record + 1))
    done
}

batch batch-ecdsa ecdsa sha-256 ecdsa-p256-sha256 3 -digest sha256
batch batch-sm2 sm2 sm3 sm2-sm3 5 -digest sm3 -pkeyopt $id
batch batch-p384 p384 sha-256 ecdsa-p384-sha384 1 -digest sha384
# A batch of two with a time stamp over its signature.
batch batch-rsa rsa sha-256 rsa-v1_5-sha256 2 -digest sha256 -pkeyopt rsa_padding_mode:pkcs1
cat > "$work/tsa.cnf" <<END
[tsa]
serial = $work/tsa.serial
default_policy = 1.3.6.1.4.1.55555.1
signer_digest = sha256
digests = sha256
ess_cert_id_alg = sha256
END
echo 01 > "$work/tsa.serial"
openssl ts -query -data "$work/signature" -sha256 -cert -out "$work/request" 2> /dev/null
openssl ts -reply -config "$work/tsa.cnf" -section tsa -queryfile "$work/request" -signer tsa.pem -inkey "$work/tsa.key" \
    -token_out -out "$work/token" 2> /dev/null
for vector in batch-rsa-0 batch-rsa-1; do
    printf 'ce_sigstamp: %s\n' "$(openssl base64 -A -in "$work/token")" >> $vector/headers.txt
done
