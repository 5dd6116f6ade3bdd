#!/bin/sh
# Makes three sealed records of one transaction with openssl (3.0 or newer) and a shell, for an ECDSA and an SM2 key; Hutong
# takes no part. The keys are those of the envelope's vectors. Signatures differ from run to run.
set -eu
cd "$(dirname "$0")"
. ./leaf.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for kind in ecdsa sm2; do
    case $kind in
    ecdsa) algorithm=ecdsa-p256-sha256; set -- -digest sha256 ;;
    sm2) algorithm=sm2-sm3; set -- -digest sm3 -pkeyopt distid:1234567812345678 ;;
    esac
    for number in 0 1 2; do
        record=$kind-$number
        rm -rf "$record"; mkdir "$record"
        printf 'deliver.platform-%s' "$number" > "$record/topic"
        printf 'ce_specversion: 1.0\nce_id: vector-%s\nce_subject: 标段 %s\nhutong-sender: fuzhou-trade\n' "$number" "$number" > "$record/headers.txt"
        # The last one is a delete without a key: null for both.
        if [ "$number" != 2 ]; then
            printf 'A350200000100000%s' "$number" > "$record/key"
            printf '{"TENDER_PROJECT_NAME": "示范 %s"}' "$number" > "$record/value"
        fi
        leaf "$record" > "$work/leaf$number"
    done
    node "$work/leaf0" "$work/leaf1" > "$work/node01"
    node "$work/node01" "$work/leaf2" > "$work/root"
    root=$(openssl base64 -A -in "$work/root")
    keyid=$(key_id ../$kind.pem)
    statement vector-gateway 3 2027-01-15T08:00:00Z "$root" $algorithm "$keyid" > "$work/statement"
    openssl pkeyutl -sign -inkey ../$kind.key.pem -rawin -in "$work/statement" -out "$work/signature" "$@"
    seal="gateway=vector-gateway;count=3;time=2027-01-15T08:00:00Z;root=$root;alg=$algorithm;keyid=$keyid;signature=$(openssl base64 -A -in "$work/signature")"
    path0=$(cat "$work/leaf1" "$work/leaf2" | openssl base64 -A)
    path1=$(cat "$work/leaf0" "$work/leaf2" | openssl base64 -A)
    path2=$(openssl base64 -A -in "$work/node01")
    printf 'hutong-seal: %s\nhutong-sealpath: 0:%s\n' "$seal" "$path0" >> $kind-0/headers.txt
    printf 'hutong-seal: %s\nhutong-sealpath: 1:%s\n' "$seal" "$path1" >> $kind-1/headers.txt
    printf 'hutong-seal: %s\nhutong-sealpath: 2:%s\n' "$seal" "$path2" >> $kind-2/headers.txt
done
