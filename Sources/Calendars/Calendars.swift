/// When people work, and what is due when: calendars with hours, holidays and time zones, and the rules that reckon by them.
///
/// ``BusinessCalendar`` turns times of the wall into instants and reckons in working hours; ``SilenceRule`` says when something
/// should have come; ``ExpectationRule`` when an answer is due. All of it is pure: the clock and the time zones are passed in.
/// It must never know partners, stores or channels.
enum Calendars {}
