# The signing base and DER, with a shell alone; read by make.sh and check.sh. See ../envelope.md.

# The attributes in the order of the signing base, each with its header.
attributes="specversion:ce_specversion id:ce_id source:ce_source type:ce_type subject:ce_subject time:ce_time
dataschema:ce_dataschema contenttype:content-type partitionkey:ce_partitionkey datakey:ce_datakey
operation:ce_operation sector:ce_sector region:ce_region"

# header FILE NAME: the value of a header in a file of "name: value" lines.
header() {
    sed -n "s/^$2: //p" "$1"
}

# signing_base DIRECTORY DIGEST ALGORITHM [KEYID]: the signing base of envelope.md §4 on standard output.
signing_base() {
    for pair in $attributes; do
        value=$(header "$1/headers.txt" "${pair#*:}")
        if [ -n "$value" ]; then printf '"%s": %s\n' "${pair%%:*}" "$value"; fi
    done
    if [ "$2" = sm3 ]; then tool=-sm3; else tool=-sha256; fi
    payload_digest=$(openssl dgst $tool -binary "$1/payload.json" | openssl base64 -A)
    printf '"content-digest": %s=:%s:\n' "$2" "$payload_digest"
    printf '"@signature-params": alg="%s"' "$3"
    if [ -n "${4:-}" ]; then printf ';keyid="%s"' "$4"; fi
}

# key_id CERTIFICATE: sha-256:<hex> of the certificate's DER.
key_id() {
    printf 'sha-256:%s' "$(openssl x509 -in "$1" -outform DER | openssl dgst -sha256 -r | cut -d ' ' -f 1)"
}

# octet NUMBER: one byte.
octet() {
    printf "\\$(printf '%03o' "$1")"
}

# element TAG: standard input as the content of a DER element (contents below 64 KiB).
element() {
    cat > "$work/content.$1.$$"
    length=$(($(wc -c < "$work/content.$1.$$")))
    octet "$1"
    if [ "$length" -lt 128 ]; then
        octet "$length"
    elif [ "$length" -lt 256 ]; then
        octet 129; octet "$length"
    else
        octet 130; octet $((length / 256)); octet $((length % 256))
    fi
    cat "$work/content.$1.$$"
}

# oid NAME-OR-DOTTED: a DER OBJECT IDENTIFIER.
oid() {
    openssl asn1parse -genstr "OID:$1" -noout -out "$work/oid.der" > /dev/null
    cat "$work/oid.der"
}

# dgst DIGEST: the digest of standard input, binary; DIGEST as in the signing base.
dgst() {
    if [ "$1" = sm3 ]; then openssl dgst -sm3 -binary; else openssl dgst -sha256 -binary; fi
}

# leaf_hash DIGEST FILE: the hash of a leaf of a batch (§9.2).
leaf_hash() {
    { printf '\000'; cat "$2"; } | dgst "$1"
}

# node_hash DIGEST LEFT RIGHT: the hash of the node above two hashes in files.
node_hash() {
    { printf '\001'; cat "$2" "$3"; } | dgst "$1"
}

# statement SOURCE COUNT CREATED DIGEST ROOT ALGORITHM KEYID: what is signed for a batch (§9.3).
statement() {
    printf '"@batch": 1\n"source": %s\n"count": %s\n"created": %s\n' "$1" "$2" "$3"
    printf '"root": %s=:%s:\n"@signature-params": alg="%s";keyid="%s"' "$4" "$5" "$6" "$7"
}
