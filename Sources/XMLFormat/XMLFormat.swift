/// Reads XML documents into trees, safely, and checks them against their schemas.
///
/// ``XMLFormatReader`` takes one document per payload. ``XMLText`` brings its bytes to UTF-8, ``DocumentPass`` runs
/// libxml2's SAX interface over them once: it builds the tree, names elements by local name with the prefix that the
/// document's ``XMLDialect`` declares (never the sender's), and drives the schema check of ``SchemaCheck`` in the same
/// pass. ``XMLLimits`` bounds what a document may cost. A DOCTYPE is refused unread, nothing is ever fetched.
///
/// Nothing here knows what an order means.
public enum XMLFormat {}
