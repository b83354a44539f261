/// The tree that every syntax reads into, with positions, and what all syntaxes share around it.
///
/// A reader turns the bytes of a payload into ``InterchangeHeader``s and ``Message``s; a message holds its own bytes and
/// a flat ``Tree`` over them. `Directories` nests a tree by a message's structure, `Mapping` reads it. Charsets live
/// here because every syntax needs them. Nothing here knows a particular syntax.
public enum Syntax {}
