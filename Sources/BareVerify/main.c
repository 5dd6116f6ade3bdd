// The baseline of `hutong-bench pipeline`: the least a C program does to verify signatures, one EVP_DigestVerify for
// each message under a key that is parsed once. It measures itself.
//
// bare-verify FILE ROUNDS
// FILE: first line the digest (SHA256 or SM3) and the SubjectPublicKeyInfo, then a line for each message: message and
// signature; all bytes in hexadecimal, separated by one space.
// prints one line: verifications cpu-seconds
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct bytes {
    unsigned char *start;
    size_t count;
};

struct claim {
    struct bytes message;
    struct bytes signature;
};

static void give_up(const char *reason) {
    fprintf(stderr, "bare-verify: %s\n", reason);
    exit(70);
}

static int digit(char character) {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    return -1;
}

static struct bytes from_hexadecimal(const char *text) {
    struct bytes result = {malloc(strlen(text) / 2 + 1), strlen(text) / 2};
    if (result.start == NULL) give_up("out of memory");
    for (size_t index = 0; index < result.count; index++) {
        int high = digit(text[2 * index]), low = digit(text[2 * index + 1]);
        if (high < 0 || low < 0) give_up("not hexadecimal");
        result.start[index] = (unsigned char)(high << 4 | low);
    }
    return result;
}

static int verifies(const struct claim *claim, const EVP_MD *digest, EVP_PKEY *key, int is_sm2) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *key_context = NULL;
    if (context == NULL) give_up("out of memory");
    if (is_sm2) {
        key_context = EVP_PKEY_CTX_new(key, NULL);
        if (key_context == NULL || EVP_PKEY_CTX_set1_id(key_context, "1234567812345678", 16) != 1) give_up("SM2");
        EVP_MD_CTX_set_pkey_ctx(context, key_context);
    }
    int valid = EVP_DigestVerifyInit(context, NULL, digest, NULL, key) == 1
        && EVP_DigestVerify(
               context, claim->signature.start, claim->signature.count, claim->message.start, claim->message.count)
            == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_CTX_free(key_context);
    return valid;
}

int main(int count, char **arguments) {
    if (count != 3) give_up("usage: bare-verify FILE ROUNDS");
    FILE *file = fopen(arguments[1], "r");
    if (file == NULL) give_up("the file cannot be read");
    char *line = NULL;
    size_t capacity = 0;
    const EVP_MD *digest = NULL;
    EVP_PKEY *key = NULL;
    int is_sm2 = 0;
    struct claim *claims = NULL;
    size_t claim_count = 0, room = 0;
    while (getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = 0;
        char *second = strchr(line, ' ');
        if (second == NULL) give_up("a line lacks its second part");
        *second++ = 0;
        if (key == NULL) {
            struct bytes der = from_hexadecimal(second);
            const unsigned char *cursor = der.start;
            is_sm2 = strcmp(line, "SM3") == 0;
            digest = EVP_get_digestbyname(line);
            key = d2i_PUBKEY(NULL, &cursor, (long)der.count);
            if (digest == NULL || key == NULL) give_up("digest or key");
            continue;
        }
        if (claim_count == room) {
            room = room == 0 ? 1024 : room * 2;
            claims = realloc(claims, room * sizeof(*claims));
            if (claims == NULL) give_up("out of memory");
        }
        claims[claim_count++] = (struct claim){from_hexadecimal(line), from_hexadecimal(second)};
    }
    if (claim_count == 0) give_up("no messages");
    long rounds = strtol(arguments[2], NULL, 10);
    clock_t start = clock();
    for (long round = 0; round < rounds; round++) {
        for (size_t index = 0; index < claim_count; index++) {
            if (!verifies(&claims[index], digest, key, is_sm2)) give_up("a signature is not valid");
        }
    }
    printf("%ld %f\n", rounds * (long)claim_count, (double)(clock() - start) / CLOCKS_PER_SEC);
    return 0;
}
