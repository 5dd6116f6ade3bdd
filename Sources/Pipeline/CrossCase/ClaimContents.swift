import Core

/// The claims that the findings of one batch are about: those of the batch, and older ones, read once more where they
/// stand.
struct ClaimContents {
    private struct Place: Hashable {
        let partition: Int32
        let offset: Int64
    }

    private let topic: String
    private var claims: [Place: Claim] = [:]
    private var wanted: Set<Place> = []

    /// Claims of `topic`.
    init(_ topic: String) {
        self.topic = topic
    }

    /// `claim` stands in the batch.
    mutating func add(_ claim: Claim, at offset: Int64, in partition: Int32) {
        claims[Place(partition: partition, offset: offset)] = claim
    }

    /// What `draft` is about has to be there.
    mutating func want(_ draft: FindingDraft) {
        for offset in [draft.offset, draft.otherOffset].compactMap(\.self) {
            let place = Place(partition: draft.partition, offset: offset)
            if claims[place] == nil { wanted.insert(place) }
        }
    }

    /// Reads what is wanted and is not there.
    mutating func read(from source: any PartitionSource) throws(BusFailure) {
        let offsets = Dictionary(grouping: wanted, by: \.partition)
        for partition in offsets.keys.sorted() {
            let places = offsets[partition, default: []].map(\.offset).sorted()
            for record in try source.records(of: TopicPartition(topic, partition), at: places) {
                guard let name = ClaimName(key: record.key), let value = record.value,
                    let claim = Claim(name, value: value)
                else { continue }
                add(claim, at: record.offset, in: partition)
            }
        }
        wanted = []
    }

    /// The claim `name` at its place; nil where it is not kept any more.
    func claim(_ name: ClaimName, at offset: Int64, in partition: Int32) -> Claim? {
        claims[Place(partition: partition, offset: offset)].flatMap { $0.name == name ? $0 : nil }
    }
}
