/// UN/EDIFACT (ISO 9735, syntax versions 1 to 4, batch): reading interchanges and cutting messages out of them.
///
/// ``EDIFACTReader`` takes bytes as they come. `SegmentScanner` finds service characters sixty-four bytes at a time
/// and writes the nodes of the flat tree as it goes; the reader stops it only at service segments, follows the envelope
/// (UNB, UNG, UNH, UNT, UNE, UNZ), checks counts and references, and hands out one message at a time.
/// Each comes with the `MessageEnvelope` that makes it an interchange of its own.
///
/// A text that was wrapped at a width, its line breaks in the middle of segments, is read through `FoldedReader` of `Syntax`.
///
/// Each fault has its code of 0085 and its level in CONTRL (``SyntaxError``). ``EDIFACTWriter`` goes the other way, from
/// trees to bytes. ``Contrl`` and ``Aperak`` are what is answered to an interchange and to a message; ``ContrlAnswer`` is a
/// CONTRL that was received.
///
/// What a message may hold is the business of its shape in `Directories`; nothing here knows a message type.
public enum EDIFACT {}
