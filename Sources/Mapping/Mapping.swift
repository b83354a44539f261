/// Mapping files: data that say, field by field, where a canonical document's values stand in a format.
///
/// The way through: ``YAMLSource`` reads a file's bytes into positioned text nodes.
public enum Mapping {}
