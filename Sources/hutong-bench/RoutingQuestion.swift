internal import Core
internal import Foundation
internal import RoutingPolicy

/// A question of routing: may this platform send such a record, and what does a recipient receive of it?
///
/// One of each, handed on without a copy, as the stages hand on a record.
final class RoutingQuestion: Sendable {
    /// Wire name of its data set.
    let dataset: String
    /// Registry id of its sender, as it stands in the name of the submit topic and in the ledger.
    let sender: String
    /// Code of its sender, as it stands in `ce_source`.
    let code: String
    /// Its transaction class.
    let sector: String?
    /// Its region.
    let region: String?
    /// Codes of its supervising departments.
    let department: String?
    /// Registry id of the platform that registered its case.
    let concerned: String?
    /// What it says of its publicity.
    let openness: Openness

    /// A record of `dataset` from `sender`, as somebody would send it to whom `recipient` may be: mostly with the attributes
    /// that let it through, now and then without, or with others.
    init(
        _ dataset: String,
        from sender: RegisteredPlatform,
        for recipient: RegisteredPlatform,
        among platforms: [RegisteredPlatform],
        by random: inout BenchmarkRandom
    ) {
        self.dataset = Self.read(dataset)
        self.sender = Self.read(sender.id)
        code = Self.read(sender.code)
        let classes: SectorSelection? =
            if case .only = recipient.sectors { recipient.sectors } else {
                platforms.randomElement(using: &random)?.sectors
            }
        sector =
            switch classes {
            case .only(let classes) where Int.random(in: 0..<10, using: &random) > 0:
                classes.sorted().randomElement(using: &random).map(Self.read)
            default: nil
            }
        // Nine of ten are at home, half of them in a county; one says nothing of where.
        region =
            switch Int.random(in: 0..<20, using: &random) {
            case 0: nil
            case 1: platforms.randomElement(using: &random).map { Self.read($0.region) }
            case let number where number % 2 == 0: sender.region.prefix(4) + "81"
            default: Self.read(sender.region)
            }
        department =
            switch Int.random(in: 0..<8, using: &random) {
            case 0: platforms.randomElement(using: &random).map { Self.read($0.body) }
            case 1: Self.read(recipient.body)
            default: nil
            }
        concerned = (Bool.random(using: &random) ? recipient : platforms.randomElement(using: &random))
            .map { Self.read($0.id) }
        openness =
            switch Int.random(in: 0..<20, using: &random) {
            case 0: Openness(opentype: "1")
            case 1: Openness(opentype: "2")
            case 2: Openness(opentype: "0", classification: "national-security")
            default: Openness()
            }
    }

    /// `text` with bytes of its own, as what is read from a record has: the few names of a small table would otherwise be
    /// one string for all questions, and those of a large one not.
    private static func read(_ text: String) -> String { String(decoding: Array(text.utf8), as: UTF8.self) }
}

extension RoutingQuestion: CustomStringConvertible {
    /// Every part by name, for who has to find out why an answer differs.
    var description: String {
        Mirror(reflecting: self).children.map { "\($0.label ?? ""): \($0.value)" }.joined(separator: ", ")
    }
}
