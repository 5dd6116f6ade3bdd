package import Core
import Platform

extension InMemoryBroker {
    /// How a member stands in its group.
    package enum Membership: Hashable, Sendable {
        /// It belongs to this generation, which has its partitions.
        case settled(generation: Int)
        /// A generation is being formed: it has to give up its partitions and to join again, if it has not.
        case rebalancing
        /// The group has put it out.
        case unknown
        /// Another member with the same instance id took its place.
        case fenced
    }

    /// Joins `group` as a subscriber of `topics`.
    ///
    /// - Parameter instance: a name that survives restarts; a member with the same one is replaced without a rebalance.
    /// - Returns: the number of the member.
    package func join(_ group: String, topics: [String], instance: String? = nil) -> Int {
        state.withLock { state in
            state.nextMember += 1
            let member = state.nextMember
            state.groups[group, default: InMemoryGroup()].join(member, topics: topics, instance: instance)
            return member
        }
    }

    /// The member gives up what it has and joins the generation that is being formed.
    package func rejoin(_ group: String, member: Int) {
        state.withLock { $0.groups[group]?.rejoin(member) }
    }

    /// The member leaves, or is put out because nothing was heard of it for the session time-out.
    package func leave(_ group: String, member: Int) {
        state.withLock { $0.groups[group]?.leave(member) }
    }

    /// The member of `group` that has `instance` for its instance id.
    package func member(of group: String, instance: String) -> Int? {
        state.withLock { $0.groups[group]?.members.first { $0.instance == instance }?.id }
    }

    /// What the group answers to a heartbeat.
    package func membership(in group: String, of member: Int) -> Membership {
        state.withLock { state in
            guard let group = state.groups[group], group.knows(member) else {
                return state.groups[group]?.fenced.contains(member) == true ? .fenced : .unknown
            }
            return group.isRebalancing ? .rebalancing : .settled(generation: group.generation)
        }
    }

    /// The partitions of `member` in the generation that was formed last, in order; none while one is being formed.
    package func assignment(of group: String, member: Int) -> [TopicPartition] {
        state.withLock { state in state.assignment(of: group, member: member) }
    }

    /// The committed offset of `group` on `partition`; 0 when it has none. Undecided transactions do not count.
    package func committedOffset(of group: String, _ partition: TopicPartition) -> Int64 {
        state.withLock { $0.groups[group]?.committed[partition] ?? 0 }
    }

    /// The committed offsets of `group` on `partitions`, 0 where it has none; nil while an undecided transaction has
    /// offsets of one of them (`UNSTABLE_OFFSET_COMMIT`).
    package func stableOffsets(of group: String, _ partitions: [TopicPartition]) -> [TopicPartition: Int64]? {
        state.withLock { state in
            guard let group = state.groups[group] else {
                return Dictionary(uniqueKeysWithValues: partitions.map { ($0, 0) })
            }
            guard !partitions.contains(where: group.isUnstable) else { return nil }
            return Dictionary(uniqueKeysWithValues: partitions.map { ($0, group.committed[$0] ?? 0) })
        }
    }
}

extension InMemoryBroker.State {
    func assignment(of group: String, member: Int) -> [TopicPartition] {
        guard let group = groups[group], !group.isRebalancing else { return [] }
        var assigned: [TopicPartition] = []
        for topic in Set(group.settled.flatMap(\.topics)).sorted() {
            let subscribers = group.settled.filter { $0.topics.contains(topic) }
            guard let rank = subscribers.firstIndex(where: { $0.id == member }), let place = names[topic] else {
                continue
            }
            for index in topics[place].indices where index % subscribers.count == rank {
                assigned.append(TopicPartition(topic, Int32(clamping: index)))
            }
        }
        return assigned
    }
}
