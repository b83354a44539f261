#ifndef MILEPOST_CLIBPQ_SHIM_H
#define MILEPOST_CLIBPQ_SHIM_H
#include <libpq-fe.h>
#endif
