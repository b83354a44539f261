#ifndef MILEPOST_CZLIB_SHIM_H
#define MILEPOST_CZLIB_SHIM_H
#include <zlib.h>
/* A macro, which Swift does not import. */
static inline int milepost_inflate_init(z_stream *stream) { return inflateInit(stream); }
#endif
