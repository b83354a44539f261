/// The actors and loops that run the pure machines, and the use cases that API, console and command line share.
public enum GatewayTarget {}
