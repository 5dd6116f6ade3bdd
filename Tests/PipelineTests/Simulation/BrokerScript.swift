import Testing

/// A small language in which the model and a true broker are asked the same things.
enum BrokerScript {
    enum Step {
        /// A member with this instance id joins the group and gets the only partition of `in`.
        case join(String, instance: String)
        /// A producer takes over a transactional id.
        case initialise(String, id: String, seconds: Int = 12)
        /// A producer writes values to a partition of `out`, in a transaction that the first of them begins.
        case write(String, [Int], partition: Int32 = 0)
        /// Somebody writes a value outside of any transaction.
        case writePlainly(Int, partition: Int32 = 0)
        /// A producer adds an offset of `in`, as the group's member that is named.
        case offset(String, Int64, member: String)
        case commit(String)
        case abort(String)
        /// Nothing happens until the transaction of a producer, which is the only open one, has been too long.
        case oversleep(String)
        /// What readers see of a partition of `out`.
        case look(partition: Int32 = 0)
        /// The committed offset of the group, as this member is told.
        case askOffset(member: String)
    }

    /// A script, and what Kafka's documentation says comes of each of its steps.
    struct Scene: CustomTestStringConvertible, Sendable {
        let name: String
        let lines: [(step: Step, outcome: String)]

        var testDescription: String { name }
    }

    /// Values with their offsets for a reader of committed records; the last stable offset; the high watermark; what a
    /// restore brings.
    static func seen(_ values: String, stable: Int64, high: Int64, restored: String) -> String {
        "[\(values)] stable \(stable) high \(high) restored \(restored)"
    }

    static let scenes: [Scene] = [
        Scene(
            name: "a transaction is seen with its commit, and its marker takes an offset",
            lines: [
                (.initialise("A", id: "t"), "done"),
                (.write("A", [1, 2]), "done"),
                (.look(), seen("", stable: 0, high: 2, restored: "waits")),
                (.writePlainly(9), "done"),
                (.look(), seen("", stable: 0, high: 3, restored: "waits")),
                (.commit("A"), "done"),
                (.look(), seen("1@0 2@1 9@2", stable: 4, high: 4, restored: "1 2 9")),
                (.write("A", [3]), "done"),
                (.commit("A"), "done"),
                (.look(), seen("1@0 2@1 9@2 3@4", stable: 6, high: 6, restored: "1 2 9 3")),
            ]
        ),
        Scene(
            name: "what is aborted keeps its offsets and is never seen",
            lines: [
                (.initialise("A", id: "t"), "done"),
                (.write("A", [1]), "done"),
                (.writePlainly(9), "done"),
                (.write("A", [2]), "done"),
                (.abort("A"), "done"),
                (.look(), seen("9@1", stable: 4, high: 4, restored: "9")),
                (.write("A", [3]), "done"),
                (.commit("A"), "done"),
                (.look(), seen("9@1 3@4", stable: 6, high: 6, restored: "9 3")),
            ]
        ),
        Scene(
            name: "who takes a transactional id over aborts what is open and fences",
            lines: [
                (.initialise("A", id: "t"), "done"),
                (.write("A", [1]), "done"),
                (.initialise("B", id: "t"), "done"),
                (.look(), seen("", stable: 2, high: 2, restored: "")),
                (.write("A", [2]), "fencedProducer"),
                (.write("B", [3]), "done"),
                (.commit("B"), "done"),
                (.look(), seen("3@2", stable: 4, high: 4, restored: "3")),
            ]
        ),
        Scene(
            name: "who is fenced cannot commit",
            lines: [
                (.initialise("A", id: "t"), "done"),
                (.write("A", [1]), "done"),
                (.initialise("B", id: "t"), "done"),
                (.commit("A"), "fencedProducer"),
                (.look(), seen("", stable: 2, high: 2, restored: "")),
            ]
        ),
        Scene(
            name: "the first open transaction holds back what is committed behind it",
            lines: [
                (.initialise("A", id: "t"), "done"),
                (.initialise("B", id: "u"), "done"),
                (.write("A", [1]), "done"),
                (.write("B", [2]), "done"),
                (.write("B", [5], partition: 1), "done"),
                (.write("A", [3]), "done"),
                (.commit("B"), "done"),
                (.look(), seen("", stable: 0, high: 4, restored: "waits")),
                (.look(partition: 1), seen("5@0", stable: 2, high: 2, restored: "5")),
                (.abort("A"), "done"),
                (.look(), seen("2@1", stable: 5, high: 5, restored: "2")),
            ]
        ),
        Scene(
            name: "offsets count with the commit, and nobody is told of them before",
            lines: [
                (.join("m", instance: "i"), "done"),
                (.initialise("A", id: "t"), "done"),
                (.askOffset(member: "m"), "none"),
                (.write("A", [1]), "done"),
                (.offset("A", 3, member: "m"), "done"),
                (.askOffset(member: "m"), "undecided"),
                (.commit("A"), "done"),
                (.askOffset(member: "m"), "3"),
                (.write("A", [2]), "done"),
                (.offset("A", 7, member: "m"), "done"),
                (.abort("A"), "done"),
                (.askOffset(member: "m"), "3"),
                (.look(), seen("1@0", stable: 4, high: 4, restored: "1")),
            ]
        ),
        Scene(
            name: "a member whose place another took cannot commit offsets",
            lines: [
                (.join("m", instance: "i"), "done"),
                (.initialise("A", id: "t"), "done"),
                (.join("n", instance: "i"), "done"),
                (.write("A", [1]), "done"),
                (.offset("A", 3, member: "m"), "fencedMember"),
                (.abort("A"), "done"),
                (.write("A", [2]), "done"),
                (.offset("A", 4, member: "n"), "done"),
                (.commit("A"), "done"),
                (.askOffset(member: "n"), "4"),
                (.look(), seen("2@2", stable: 4, high: 4, restored: "2")),
            ]
        ),
        Scene(
            name: "a transaction that lasts too long is aborted, and its producer fenced",
            lines: [
                (.initialise("A", id: "t", seconds: 2), "done"),
                (.write("A", [1]), "done"),
                (.oversleep("A"), "done"),
                (.look(), seen("", stable: 2, high: 2, restored: "")),
                (.commit("A"), "fencedProducer"),
                (.initialise("B", id: "t"), "done"),
                (.write("B", [2]), "done"),
                (.commit("B"), "done"),
                (.look(), seen("2@2", stable: 4, high: 4, restored: "2")),
            ]
        ),
    ]
}
