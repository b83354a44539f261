/// The pure machines of the way from bytes to delivery: they take values and return what to do.
///
/// ``Pipeline`` names the stages and the types between them, from the bytes of an interchange to the decisions about its
/// documents. ``DeliveryOutcome`` and ``AnswerRules`` say what a back end's answer means, ``RetrySchedule`` when to try
/// again, ``CircuitBreaker`` whether to try at all, ``ReplayRules`` what support may do with a document.
///
/// Nothing here waits, opens a socket or writes SQL; clock and randomness are handed in.
public enum Intake {}
