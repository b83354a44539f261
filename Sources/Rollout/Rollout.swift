/// Which back end owns an order, and why: milestones, itineraries, decisions.
///
/// Two layers. ``RoutingSnapshot`` says, at an epoch, what a *birth* gets: sites, functions, back ends, the party
/// register, the stages of milestones. ``OrderState`` says what is already *bound*: an order's itinerary, which only a
/// transfer or a recall changes, never a milestone that moved.
///
/// The way through: ``DocumentFacts`` are resolved to an order key and a site (``RoutingSnapshot/resolve(_:)``), the
/// shell locks that order's row, and ``RoutingSnapshot/decide(_:order:)`` gives a ``Decision`` with its ``Reason``.
/// ``MilestoneMove`` says which moves of a milestone are legal and what they change.
///
/// All of it is pure: no clock, no randomness, no environment, no store.
public enum Rollout {}
