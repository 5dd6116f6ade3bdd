import Core
import RoutingPolicy
import Trust

/// What `sign` and `publish` need to make signed events for a platform, by the options of ``EventOptions``.
struct EventWorkshop {
    /// The configuration with what it names.
    let loaded: LoadedConfiguration
    /// The sending platform.
    let platform: RegisteredPlatform
    /// Signs for it.
    let signer: EventSigner
    /// Makes its events.
    let composer: EventComposer
    /// How their content is encrypted; nil for content in clear.
    let encryption: EncryptionOrder?

    /// Loads `--config` and finds what the other options ask for.
    ///
    /// - Throws: ``CommandFailure`` when the configuration, the platform, its key or an option cannot be used.
    init(_ arguments: ParsedArguments, on console: Console) throws(CommandFailure) {
        loaded = try LoadedConfiguration.load(arguments, on: console)
        platform = try EventOptions.platform(arguments, in: loaded.artifacts.policy.registry)
        signer = try EventOptions.signer(arguments, loaded.configuration, platform: platform.id, on: console)
        composer = try EventOptions.composer(arguments, loaded.artifacts, platform)
        encryption = try EncryptionOptions.order(arguments, loaded.artifacts, from: platform)
    }
}
