#ifndef MILEPOST_CLIBCURL_SHIM_H
#define MILEPOST_CLIBCURL_SHIM_H
#include <curl/curl.h>
#endif
