/// `milepost.yaml` and the folders beside it, read into one value with all faults at once.
///
/// The way through: ``ConfigurationFolder`` loads the bytes of the files (the only I/O here, with ``SecretReference``'s
/// reading of environment and secret files); ``ConfigurationReader`` reads them, purely, into an ``Installation`` or into
/// diagnostics with file, line and column. The values in an installation never change; a reload makes a new one.
///
/// This target must not know the store, the state of milestones, or what a mapping says inside.
public enum ConfigurationFiles {}
