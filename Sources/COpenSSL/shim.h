// OpenSSL 3. Only `Trust` imports this module.
// Static inline functions are for what Swift cannot import (macros, variadics); each says why.
#pragma once
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <openssl/http.h>
#include <openssl/httperr.h>
#include <openssl/objects.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/store.h>
#include <openssl/ts.h>
#include <openssl/ui.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

/* The typed stack functions (sk_X509_num and its like) are macros. */
static inline int hutong_X509_stack_count(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }
static inline X509 *hutong_X509_stack_get0(const STACK_OF(X509) *stack, int index) { return sk_X509_value(stack, index); }
static inline STACK_OF(X509) *hutong_X509_stack_new(void) { return sk_X509_new_null(); }
static inline int hutong_X509_stack_push(STACK_OF(X509) *stack, X509 *certificate) {
    return sk_X509_push(stack, certificate);
}
/* Frees the stack alone: who pushes a certificate keeps it. */
static inline void hutong_X509_stack_release(STACK_OF(X509) *stack) { sk_X509_free(stack); }
static inline STACK_OF(X509_CRL) *hutong_CRL_stack_new(void) { return sk_X509_CRL_new_null(); }
/* The stack takes the list over. */
static inline int hutong_CRL_stack_push(STACK_OF(X509_CRL) *stack, X509_CRL *list) {
    return sk_X509_CRL_push(stack, list);
}
static inline void hutong_CRL_stack_free(STACK_OF(X509_CRL) *stack) { sk_X509_CRL_pop_free(stack, X509_CRL_free); }
static inline int hutong_signer_count(const STACK_OF(CMS_SignerInfo) *stack) { return sk_CMS_SignerInfo_num(stack); }
static inline CMS_SignerInfo *hutong_signer_get0(const STACK_OF(CMS_SignerInfo) *stack, int index) {
    return sk_CMS_SignerInfo_value(stack, index);
}
static inline int hutong_recipient_count(const STACK_OF(CMS_RecipientInfo) *stack) {
    return sk_CMS_RecipientInfo_num(stack);
}
static inline int hutong_text_count(const STACK_OF(OPENSSL_STRING) *stack) { return sk_OPENSSL_STRING_num(stack); }
static inline const char *hutong_text_get0(const STACK_OF(OPENSSL_STRING) *stack, int index) {
    return sk_OPENSSL_STRING_value(stack, index);
}
static inline int hutong_general_name_count(const GENERAL_NAMES *stack) { return sk_GENERAL_NAME_num(stack); }
static inline GENERAL_NAME *hutong_general_name_get0(const GENERAL_NAMES *stack, int index) {
    return sk_GENERAL_NAME_value(stack, index);
}
static inline int hutong_object_count(const STACK_OF(ASN1_OBJECT) *stack) { return sk_ASN1_OBJECT_num(stack); }
static inline ASN1_OBJECT *hutong_object_get0(const STACK_OF(ASN1_OBJECT) *stack, int index) {
    return sk_ASN1_OBJECT_value(stack, index);
}
static inline int hutong_distribution_point_count(const CRL_DIST_POINTS *stack) { return sk_DIST_POINT_num(stack); }
static inline DIST_POINT *hutong_distribution_point_get0(const CRL_DIST_POINTS *stack, int index) {
    return sk_DIST_POINT_value(stack, index);
}

/* The names of a distribution point stand in an anonymous union, of which Swift sees no type of the stacks. */
static inline GENERAL_NAMES *hutong_distribution_point_full_name(const DIST_POINT_NAME *point) {
    return point->type == 0 ? point->name.fullname : NULL;
}

/* BIO_get_mem_data is a macro over BIO_ctrl. */
static inline long hutong_BIO_memory(BIO *bio, char **data) { return BIO_get_mem_data(bio, data); }

/* XN_FLAG_RFC2253 is an expression macro; here without escaping of what lies beyond ASCII. */
static inline unsigned long hutong_name_flags(void) { return XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB; }

/* The typed stack functions are macros; frees a stack with the certificates in it. */
static inline void hutong_X509_stack_free_all(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }

/* BIO_reset is a macro over BIO_ctrl. */
static inline int hutong_BIO_reset(BIO *bio) { return BIO_reset(bio); }

/* ERR_R_UNSUPPORTED and ERR_LIB_EVP are expression macros: no loaded provider has the algorithm that was asked for. */
static inline int hutong_error_lacks_algorithm(unsigned long code) {
    return ERR_GET_LIB(code) == ERR_LIB_EVP
        && (ERR_GET_REASON(code) == ERR_R_UNSUPPORTED || ERR_GET_REASON(code) == EVP_R_UNSUPPORTED_ALGORITHM
            || ERR_GET_REASON(code) == EVP_R_UNKNOWN_PBE_ALGORITHM);
}

/* The typed stack functions are macros. A refused push leaves the extension with its owner: freed here. */
static inline STACK_OF(X509_EXTENSION) *hutong_extension_stack_new(void) { return sk_X509_EXTENSION_new_null(); }
static inline int hutong_extension_stack_push(STACK_OF(X509_EXTENSION) *stack, X509_EXTENSION *extension) {
    if (sk_X509_EXTENSION_push(stack, extension) > 0) return 1;
    X509_EXTENSION_free(extension);
    return 0;
}
static inline void hutong_extension_stack_free(STACK_OF(X509_EXTENSION) *stack) {
    sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
}
