import Bus
import Core
import RoutingPolicy

/// Reads quarantine topics and the requests about them, once, to where they stand now.
struct QuarantineReader {
    let loaded: LoadedConfiguration
    /// The platforms whose quarantine is read.
    let platforms: [RegisteredPlatform]

    /// A reader of the platforms that `--platform` names, else of all.
    ///
    /// - Throws: ``CommandFailure`` when the configuration cannot be used or does not know a platform.
    init(_ arguments: ParsedArguments, on console: Console) throws(CommandFailure) {
        loaded = try LoadedConfiguration.load(arguments, on: console)
        let registry = loaded.artifacts.policy.registry
        let names = arguments.all(QuarantineOptions.platform)
        var platforms: [RegisteredPlatform] = []
        for name in names { platforms.append(try EventOptions.platform(named: name, in: registry)) }
        self.platforms = names.isEmpty ? registry.platforms : platforms
    }

    var connection: ClusterConnection { ClusterSettings.connection(loaded.configuration) }

    /// Hands every record to `take`, requests among them.
    ///
    /// - Returns: false when a signal ended it before the end.
    /// - Throws: ``CommandFailure`` with code 69 when the cluster does not answer.
    func read(on console: Console, _ take: (InboundRecord) -> Void) throws(CommandFailure) -> Bool {
        let topics = platforms.map { TopicName.quarantine($0.id) } + Set(platforms.map(\.plane)).map(TopicName.redrive)
        return try read(topics, BilingualText(zh: "读取隔离区", en: "reading quarantine"), on: console, take)
    }

    /// Puts to the entries of `shelf` what the receipts of their platforms say of them since.
    ///
    /// - Returns: false when a signal ended it before the end.
    /// - Throws: ``CommandFailure`` with code 69 when the cluster does not answer.
    func readReceipts(into shelf: inout QuarantineShelf, on console: Console) throws(CommandFailure) -> Bool {
        let concerned = Set(shelf.wanted.filter { !$0.first.isDelivery }.map(\.first.platform))
        guard !concerned.isEmpty else { return true }
        var read = shelf
        defer { shelf = read }
        let label = BilingualText(zh: "读取回执", en: "reading receipts")
        return try self.read(concerned.sorted().map(TopicName.receipt), label, on: console) { read.take($0) }
    }

    private func read(
        _ topics: [String],
        _ label: BilingualText,
        on console: Console,
        _ take: (InboundRecord) -> Void
    ) throws(CommandFailure) -> Bool {
        try TopicSweep(connection: connection, topics: topics, label: label).read(on: console, take)
    }
}
