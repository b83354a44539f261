#ifndef MILEPOST_CLIBCURL_EASY_H
#define MILEPOST_CLIBCURL_EASY_H
#include <curl/curl.h>

/* curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: one function per type of argument. */

static inline CURLcode milepost_easy_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode milepost_easy_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode milepost_easy_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode milepost_easy_set_bytes(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode milepost_easy_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}
typedef size_t (*milepost_easy_receiver)(char *bytes, size_t size, size_t count, void *taker);
static inline CURLcode milepost_easy_set_receiver(
    CURL *handle, CURLoption option, milepost_easy_receiver receiver, CURLoption taker_option, void *taker) {
    CURLcode code = curl_easy_setopt(handle, option, receiver);
    return code == CURLE_OK ? curl_easy_setopt(handle, taker_option, taker) : code;
}
static inline long milepost_easy_status(CURL *handle) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}
#endif
