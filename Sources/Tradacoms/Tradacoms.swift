/// TRADACOMS (UN/GTDI as the Article Number Association has it): order files of UK retail, reading and writing.
///
/// ``TradacomsReader`` takes bytes as they come, cuts segments at `'`, follows the transmission (STX, BAT, MHD, MTR, EOB,
/// END) and the files in it (ORDHDR, ORDERS…, ORDTLR), checks counts, and hands out one message at a time. An order
/// comes with the `MessageEnvelope` that makes it a file of its own, header message included.
/// ``TradacomsWriter`` goes the other way.
///
/// The five characters `= + : ' ?` are fixed. What a message may hold is no business of this target.
public enum Tradacoms {}
