#ifndef MILEPOST_CLIBCURL_SHIM_H
#define MILEPOST_CLIBCURL_SHIM_H
#include <curl/curl.h>
#include <string.h>

// `curl_easy_setopt`, `curl_easy_getinfo` and `curl_multi_setopt` take a variable argument, which Swift cannot pass: one
// function for each kind of argument.

typedef size_t (*milepost_curl_bytes)(char *bytes, size_t size, size_t count, void *data);
typedef int (*milepost_curl_prerequest)(void *data, char *address, char *local, int port, int local_port);

typedef int (*milepost_curl_host_key)(void *data, int type, const char *key, size_t length);

static inline CURLcode milepost_curl_set_host_key(CURL *handle, milepost_curl_host_key function) {
    return curl_easy_setopt(handle, CURLOPT_SSH_HOSTKEYFUNCTION, function);
}
static inline CURLcode milepost_curl_offset(CURL *handle, CURLINFO info, long long *value) {
    curl_off_t found = 0;
    CURLcode code = curl_easy_getinfo(handle, info, &found);
    *value = (long long)found;
    return code;
}
static inline CURLcode milepost_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode milepost_curl_set_size(CURL *handle, CURLoption option, long long value) {
    return curl_easy_setopt(handle, option, (curl_off_t)value);
}
static inline CURLcode milepost_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode milepost_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode milepost_curl_set_bytes(CURL *handle, CURLoption option, milepost_curl_bytes function) {
    return curl_easy_setopt(handle, option, function);
}
static inline CURLcode milepost_curl_set_prerequest(CURL *handle, milepost_curl_prerequest function) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, function);
}
static inline CURLMcode milepost_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLcode milepost_curl_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

/// What libcurl says of a certificate of the server's chain behind a prefix such as `Expire date:`; NULL when it does not.
static inline const char *milepost_curl_certificate(CURL *handle, int place, const char *prefix) {
    struct curl_certinfo *chain = NULL;
    if (curl_easy_getinfo(handle, CURLINFO_CERTINFO, &chain) != CURLE_OK || !chain || chain->num_of_certs <= place)
        return NULL;
    for (struct curl_slist *line = chain->certinfo[place]; line; line = line->next)
        if (strncmp(line->data, prefix, strlen(prefix)) == 0) return line->data + strlen(prefix);
    return NULL;
}

/// The next transfer that has ended, with its result; NULL when there is none.
static inline CURL *milepost_curl_ended(CURLM *multi, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}
#endif
