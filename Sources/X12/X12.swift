/// ASC X12, versions 003040 to 008010: reading interchanges, cutting transaction sets out of them, writing them.
///
/// ``X12Reader`` takes bytes as they come. It finds ISA and its separators by position, or by content where the sender
/// did not keep to 106 bytes (``InterchangeControlHeader``); from there `SegmentScanner` finds separators sixteen bytes
/// at a time and writes the nodes of the flat tree as it goes. The reader stops it only at ISA, TA1, GS, ST, SE, GE and
/// IEA, checks counts and control numbers, and hands out one transaction set at a time, with the `MessageEnvelope` that
/// makes it an interchange of its own. A TA1 is handed out as a message too.
///
/// ``X12Writer`` goes the other way. ``AcknowledgmentCode`` says with which code of TA105, AK905, AK502, AK304 or AK403
/// a sender is told of a fault. What receivers answer is read by ``FunctionalAnswer`` (997, 999) and ``InterchangeAnswer``
/// (TA1).
///
/// What a transaction set may hold is the business of its shape in `Directories`; nothing here knows one.
public enum X12 {}
