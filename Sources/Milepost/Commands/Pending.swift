import ArgumentParser
struct Serve: ParsableCommand {}
struct Demo: ParsableCommand {}
struct Doctor: ParsableCommand {}
struct Map: ParsableCommand {}
struct Keys: ParsableCommand {}
