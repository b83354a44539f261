#ifndef MILEPOST_CLIBXML2_SHIM_H
#define MILEPOST_CLIBXML2_SHIM_H
// Debian's ICU headers, which libxml2 pulls in, clash with those of Foundation.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <iconv.h>
#include <libxml/parser.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

/// `xmlFree` is a mutable global function pointer, which Swift 6 does not let us read.
static inline void milepost_xml_free(void *pointer) { xmlFree(pointer); }

/// How many bytes of its input, after decoding, the parser has behind it at this moment. `xmlByteConsumed` encodes what is
/// ahead again to find the same for other charsets, which is quadratic over a document.
static inline unsigned long milepost_xml_offset(xmlParserCtxtPtr context) {
    xmlParserInputPtr input = context->input;
    return input == NULL ? 0 : input->consumed + (unsigned long)(input->cur - input->base);
}

/// The line the parser has reached, from 1; kept beyond 65,535.
static inline int milepost_xml_line(xmlParserCtxtPtr context) {
    return context->input == NULL ? 0 : context->input->line;
}

/// Whether an internal subset follows the name and the identifiers of the DOCTYPE that is being reported.
static inline int milepost_xml_internal_subset_follows(xmlParserCtxtPtr context) {
    return context->input != NULL && *context->input->cur == '[';
}

/// Where a pointer into the parser's present input stands in the document after decoding, or -1.
static inline long milepost_xml_offset_of(xmlParserCtxtPtr context, const xmlChar *pointer) {
    xmlParserInputPtr input = context->input;
    if (input == NULL || pointer < input->base || pointer > input->end) return -1;
    return (long)(input->consumed + (unsigned long)(pointer - input->base));
}
#endif
