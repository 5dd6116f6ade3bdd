package import Core

extension ExchangePolicy {
    /// What keeps a sealed record of `dataset` from passing before its release, encrypted for the platform `id`; empty when
    /// it may pass. What keeps it away in clear keeps the ciphertext away too.
    ///
    /// - Parameter time: when it is decided; certifications have a period.
    package func ciphertextObstacles(
        of dataset: String,
        sender: RegisteredPlatform,
        sector: String?,
        region: String?,
        department: String? = nil,
        openness: Openness = Openness(),
        to id: String,
        at time: Instant
    ) -> [CiphertextObstacle] {
        guard let seal = flows.seal(of: dataset) else { return [.notSealed] }
        guard let recipient = registry[id] else { return [.unknownRecipient] }
        var found: [CiphertextObstacle] = []
        // A table that was not checked may name trading; nothing that is sealed goes there all the same.
        if recipient.role == .trading || !seal.encrypted.contains(recipient.role) {
            found.append(.role(recipient.role))
        }
        if !recipient.acceptsEncrypted { found.append(.notAccepted) }
        let others = obstacles(
            of: dataset,
            sender: sender,
            sector: sector,
            region: region,
            department: department,
            openness: openness,
            to: recipient,
            at: time
        )
        return found + others.map { .delivery($0) }
    }
}
