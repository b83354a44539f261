#ifndef MILEPOST_CLINUX_SHIM_H
#define MILEPOST_CLINUX_SHIM_H

// malloc_trim, which is no part of any standard.
#include <malloc.h>

/// glibc's, since 2.28; its header shows it only to those who ask for GNU extensions, which Swift's does not.
int renameat2(int directory, const char *name, int target, const char *new_name, unsigned int flags);

/// Renames a file, but never over another one (RENAME_NOREPLACE): -1 and EEXIST then.
static inline int milepost_rename_new(int directory, const char *name, int target, const char *new_name) {
    return renameat2(directory, name, target, new_name, 1u);
}
#endif
