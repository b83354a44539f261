/// What went wrong, where, and what to do about it, as values.
///
/// A ``Diagnostic`` names a stable ``Code``, a ``Severity``, a ``Position`` in the input, the offending value and the
/// facts of the case. Its sentences (message, rule, fix) live in a ``Catalogue``, one per language, never at the place
/// that finds the fault. A ``DiagnosticList`` collects the recoverable faults of one input up to a stated limit; only
/// what makes going on impossible is thrown.
///
/// This target knows no format, no store and no logger.
public enum Diagnostics {}
