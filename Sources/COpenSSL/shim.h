#ifndef MILEPOST_COPENSSL_SHIM_H
#define MILEPOST_COPENSSL_SHIM_H
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

/* Stacks and a few calls are macros, which Swift does not import. */
static inline STACK_OF(X509) *milepost_certificates(void) { return sk_X509_new_null(); }
static inline int milepost_certificates_add(STACK_OF(X509) *stack, X509 *certificate) {
    return sk_X509_push(stack, certificate);
}
static inline int milepost_certificates_count(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }
static inline X509 *milepost_certificates_at(const STACK_OF(X509) *stack, int index) {
    return sk_X509_value(stack, index);
}
/* The stack alone; its certificates stay their owners'. */
static inline void milepost_certificates_free(STACK_OF(X509) *stack) { sk_X509_free(stack); }
/* The stack and a reference to each of its certificates. */
static inline void milepost_certificates_release(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }
static inline int milepost_signers_count(CMS_ContentInfo *cms) {
    return sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms));
}
static inline CMS_SignerInfo *milepost_signer_at(CMS_ContentInfo *cms, int index) {
    return sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), index);
}
static inline long milepost_bio_bytes(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }
static inline int milepost_error_reason(unsigned long error) { return ERR_GET_REASON(error); }
static inline unsigned long milepost_name_format(void) { return XN_FLAG_RFC2253; }
#endif
