#ifndef MILEPOST_CLIBXML2_SHIM_H
#define MILEPOST_CLIBXML2_SHIM_H
// Debian's ICU headers, which libxml2 pulls in, clash with those of Foundation.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

/// `xmlFree` is a mutable global function pointer, which Swift 6 does not let us read.
static inline void milepost_xml_free(void *pointer) { xmlFree(pointer); }
#endif
