/// The canonical documents: what an order, and what follows it, says, whatever format it came in.
///
/// A ``CanonicalDocument`` is an ``Order``, an ``OrderChange``, an ``OrderCancellation``, an ``OrderResponse``, a
/// ``DespatchAdvice``, a ``ReceivingAdvice``, an ``Invoice`` or an ``ApplicationError``, made of ``Record``s whose
/// ``Field``s are known by name. That one description carries everything that works on documents in general: JSON out
/// (``JSONWriter``) and in (``JSONReader``), the published ``JSONSchema``, comparison (``differences(_:_:)``), and
/// mappings in `Mapping`. The values are ``Scalar``s with one canonical text: ``ExactDecimal``, ``GLN``, ``GTIN``,
/// ``SSCC``, ``BusinessTime`` and the codes. ``CheckPolicy`` says how much a wrong check digit or total weighs.
///
/// Nothing here knows a format's tags, a partner or a table row.
public enum Orders {}
