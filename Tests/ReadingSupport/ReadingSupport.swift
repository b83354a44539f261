/// What the tests of the EDI readers share: reading a payload whole or in pieces (``Reading``), rules that are broken on
/// purpose (``Breach``), the samples and what is expected of them (``Corpus``, ``SampleExpectation``), random damage
/// (``Damage``) and whether a tree is sound. It knows no particular syntax.
public enum ReadingSupport {}
