/// Files of rows and records, and JSON. Files of fixed columns: SAP IDocs as they leave a port of type file, reading and writing.
///
/// ``IDocReader`` takes bytes as they come, cuts them into lines, begins a message at each control record (EDI_DC40) and
/// nests the data records below it as ``RecordFormat`` says. The tree is the one that the same IDoc in XML has, so that
/// one mapping serves both. ``IDocWriter`` goes the other way.
///
/// ``CSVReader`` reads files of separated values as ``CSVFormat`` says, rows that belong together as one message;
/// ``CSVWriter`` goes the other way. ``FixedReader`` and ``FixedWriter`` do so for records of fixed columns, as
/// ``FixedFormat`` says. ``JSONDocumentReader`` takes a payload of JSON apart into its documents, those of a ``JSONFormat`` as
/// trees, which ``JSONTreeWriter`` writes.
///
/// What a record is made of is handed in; what it means is no business of this target.
public enum FlatFile {}
