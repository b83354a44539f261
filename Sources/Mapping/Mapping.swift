/// Mapping files: data that say, field by field, where a canonical document's values stand in a format.
///
/// The way through: ``YAMLSource`` reads a file's bytes into positioned text nodes (configuration files come the same
/// way). ``MappingLibrary`` puts includes in, turns the nodes into rules (`Language`), finds their paths in the shapes
/// of the versions that a mapping names and their fields in the canonical records (`Compiling`), and collects every
/// fault. ``CompiledMapping`` follows the compiled paths through a nested tree (`Reading`) and gives a
/// ``MappedDocument``: the document, what was wrong, what was not read, and on request where each value came from.
///
/// Rules stay data until they meet a shape, so that writing is a second interpretation of the same rules. This target
/// opens no files and knows no partner: a partner's settings come in as texts.
public enum Mapping {}
