/// Shapes: the structure of a message as data, and what is done with it.
///
/// A ``Shape`` says which nodes a format has, in which order, how often, and what may stand in them. It knows no syntax:
/// shapes come from the UN/EDIFACT directories (``DirectoryLibrary``), from XSDs and from shape files (``ShapeFile``).
/// ``Shape/nest(_:)`` turns the flat tree that a reader of segments makes into the nested one that mappings work on and
/// checks it on the way; ``Shape/find(_:below:)`` answers the mapping compiler. What mappings see otherwise than the tables
/// say it, values side by side and groups that name each other, is a ``ShapeView`` of the shape and of its trees.
///
/// Nothing here opens a partner's files or knows what a field means to a business; directory data is facts only.
public enum Directories {}
