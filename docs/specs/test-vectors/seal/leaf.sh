# Shared by make.sh and check.sh: leaf, tree and statement of docs/specs/seal.md with openssl and a shell.
# A record is a directory: topic, headers.txt (one header a line, `name: value`), and key and value unless they are null.

# base64 of the SHA-256 of standard input
digest() { openssl dgst -sha256 -binary | openssl base64 -A; }

# leaf_text RECORD
leaf_text() {
    printf '"@topic": %s\n' "$(cat "$1/topic")"
    if [ -f "$1/key" ]; then printf '"@key": %s' "$(cat "$1/key")"; else printf '"@key": :'; fi
    grep -v '^hutong-seal' "$1/headers.txt" | sed 's/^\([^:]*\): \(.*\)$/"\1": \2/' | while IFS= read -r line; do printf '\n%s' "$line"; done
    if [ -f "$1/value" ]; then printf '\n"@value": sha-256=:%s:' "$(digest < "$1/value")"; else printf '\n"@value": :'; fi
}

# leaf RECORD > 32 bytes
leaf() { { printf '\000'; leaf_text "$1"; } | openssl dgst -sha256 -binary; }

# node LEFT RIGHT > 32 bytes
node() { { printf '\001'; cat "$1" "$2"; } | openssl dgst -sha256 -binary; }

# statement GATEWAY COUNT TIME ROOT ALG KEYID
statement() {
    printf '"@seal": 1\n"gateway": %s\n"count": %s\n"time": %s\n"root": sha-256=:%s:\n' "$1" "$2" "$3" "$4"
    printf '"@signature-params": alg="%s";keyid="%s"' "$5" "$6"
}

# key_id CERTIFICATE
key_id() { echo "sha-256:$(openssl x509 -in "$1" -outform DER | openssl dgst -sha256 -r | cut -d ' ' -f 1)"; }

# member NAME < header value
member() { tr ';' '\n' | sed -n "s/^$1=//p"; }
