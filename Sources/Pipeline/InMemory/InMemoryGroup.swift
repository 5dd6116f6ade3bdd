import Core

/// What the group coordinator knows of one consumer group: its members, their generation, and committed offsets.
///
/// A change of membership begins a rebalance: every member has to give up its partitions and to join again, and until
/// all have, or are put out, nobody gets any; the members of the old generation may commit till then.
struct InMemoryGroup {
    struct Member {
        let id: Int
        let topics: [String]
        /// The configured name that survives restarts; nil for a member without one.
        let instance: String?
        /// True when it has joined the generation that is being formed.
        var hasJoined: Bool
    }

    /// Rises whenever partitions are given out; a commit of an earlier generation is refused.
    private(set) var generation = 0
    /// True from a change of membership until all members have joined again.
    private(set) var isRebalancing = false
    /// Members in order of joining.
    private(set) var members: [Member] = []
    /// Members of the generation that was formed last, in order.
    private(set) var settled: [Member] = []
    /// Members of which another took the place.
    private(set) var fenced: Set<Int> = []
    /// Committed offsets.
    var committed: [TopicPartition: Int64] = [:]
    /// Offsets of transactions whose marker has not reached the group yet, by producer.
    var pending: [Int64: [TopicPartition: Int64]] = [:]

    /// Takes in a member. One whose `instance` is known takes the place of that one without a rebalance, and the former
    /// is fenced.
    mutating func join(_ id: Int, topics: [String], instance: String? = nil) {
        if let instance, let place = members.firstIndex(where: { $0.instance == instance }) {
            let former = members[place]
            fenced.insert(former.id)
            members[place] = Member(id: id, topics: topics, instance: instance, hasJoined: true)
            if let seat = settled.firstIndex(where: { $0.id == former.id }) { settled[seat] = members[place] }
            complete()
            return
        }
        members.append(Member(id: id, topics: topics, instance: instance, hasJoined: true))
        begin()
    }

    /// `id` gives up what it had and joins the next generation.
    mutating func rejoin(_ id: Int) {
        guard let place = members.firstIndex(where: { $0.id == id }) else { return }
        members[place].hasJoined = true
        complete()
    }

    mutating func leave(_ id: Int) {
        guard let place = members.firstIndex(where: { $0.id == id }) else { return }
        members.remove(at: place)
        begin()
    }

    func knows(_ id: Int) -> Bool { members.contains { $0.id == id } }

    /// True when an undecided transaction has offsets of `partition`.
    func isUnstable(_ partition: TopicPartition) -> Bool {
        pending.values.contains { $0[partition] != nil }
    }

    private mutating func begin() {
        if !isRebalancing {
            isRebalancing = true
            // Who is in the generation that ends has to come again; who has just come has come.
            let old = Set(settled.map(\.id))
            for place in members.indices where old.contains(members[place].id) { members[place].hasJoined = false }
        }
        complete()
    }

    private mutating func complete() {
        guard isRebalancing, members.allSatisfy(\.hasJoined) else { return }
        isRebalancing = false
        generation += 1
        settled = members
    }
}
