import ContractEngine
import Core
import Platform
import RoutingPolicy
import Trust

/// The whole load, submission by submission: many cases side by side, each in its order, all by one seed.
struct OracleStream {
    /// What the load is made of.
    struct Shape: Sendable {
        /// The seed.
        var seed: UInt64
        /// How many cases are under way at a time.
        var cases: Int
        /// Serial of the first case, so that two loads on one exchange do not meet.
        var firstSerial: Int
        /// Of a thousand cases, how many have children that come before their parent.
        var early = 120
        /// Of a thousand cases, how many never get their parent.
        var orphaned = 10
        /// True to send records of exactly the largest size, and beyond.
        var largeRecords = true
    }

    /// A submission that is to be signed.
    struct Draft {
        let number: Int
        let platform: RegisteredPlatform
        let envelope: EventEnvelope
        let payload: [UInt8]?
        let isFlipped: Bool
        let rank: Int
        let expectation: OracleExpectation
        let recipients: UInt64
    }

    private struct Cursor {
        let lifecycle: OracleLifecycle
        let serial: Int
        let caseKey: String
        var steps: ArraySlice<OracleStep>

        /// True while records of the case wait for a founding record that is still to be sent.
        var owesParent: Bool {
            steps.contains { $0.dataset < 0 && $0.operation == .add && $0.expectation.isEntered }
        }
    }

    private static let serials = 1_000_000
    private let lifecycles: [OracleLifecycle]
    private let shape: Shape
    private let tag: String
    private var random: OracleRandom
    private var cursors: [Cursor] = []
    private var serial: Int
    /// How many submissions were made.
    private(set) var count = 0
    private var isClosing = false
    /// How many of them wait for a parent that never comes.
    private(set) var orphans = 0

    /// The load of `shape` over `lifecycles`, of which there must be one.
    init(_ lifecycles: [OracleLifecycle], _ shape: Shape) {
        self.lifecycles = lifecycles
        self.shape = shape
        tag = "o" + String(shape.seed % 1296, radix: 36)
        random = OracleRandom(seed: shape.seed)
        serial = shape.firstSerial
    }

    /// No new case from here on; what is still sent are the parents that others wait for.
    mutating func close() {
        isClosing = true
        cursors.removeAll { !$0.owesParent }
    }

    /// The next submission; nil when the stream is closed and nothing is owed any more.
    mutating func next(at now: Instant) -> Draft? {
        while !isClosing, cursors.count < max(1, shape.cases) { cursors.append(openCase()) }
        guard !cursors.isEmpty else { return nil }
        let place = random.number(below: cursors.count)
        while cursors[place].steps.isEmpty { cursors[place] = openCase() }
        let step = cursors[place].steps.removeFirst()
        let cursor = cursors[place]
        if isClosing, !cursor.owesParent { cursors.remove(at: place) }
        if step.expectation.codes == ["parent_missing"] { orphans += 1 }
        defer { count += 1 }
        return draft(step, of: cursor, at: now)
    }

    private mutating func openCase() -> Cursor {
        let number = serial
        serial += 1
        var choice = OracleRandom(seed: shape.seed, part: UInt64(number))
        // The serial of a code has six digits; then the next life cycle begins.
        let lifecycle = lifecycles[(number / Self.serials + number) % lifecycles.count]
        var course = OracleScript.Course.plain
        if !lifecycle.children.isEmpty {
            let word = choice.number(below: 1000)
            if word < shape.early { course = .early }
            if word >= 1000 - shape.orphaned { course = .orphaned }
        }
        let script = OracleScript(lifecycle, course: course, largeRecords: shape.largeRecords, random: choice)
        return Cursor(
            lifecycle: lifecycle,
            serial: number,
            caseKey: lifecycle.caseCode.replacing("{n}", with: Self.digits(number % Self.serials, 6)),
            steps: script.steps[...]
        )
    }

    private func draft(_ step: OracleStep, of cursor: Cursor, at now: Instant) -> Draft {
        let lifecycle = cursor.lifecycle
        let part = step.dataset < 0 ? lifecycle.founding : lifecycle.children[step.dataset]
        var payload: [UInt8]?
        if step.operation != .delete {
            let stamp =
                step.damage == .date ? Array("20181399000000".utf8) : part.template.stamp(second: step.second)
            payload = part.template.body(serial: Array(Self.digits(cursor.serial % Self.serials, 6).utf8), stamp: stamp)
        }
        switch step.damage {
        case .cut: payload?.removeLast()
        case .filled: payload = payload.map { Self.filled($0, to: 1 << 20) }
        case .overfull: payload = payload.map { Self.filled($0, to: 1 << 20 + 1) }
        case .date, .flipped, nil: break
        }
        let key = Self.digits(Int(shape.seed % 100), 2) + Self.digits(cursor.serial, 9) + Self.digits(step.record, 7)
        var attributes: [AttributeName: String] = [
            .specversion: "1.0",
            .id: "\(tag)-\(String(cursor.serial, radix: 36))-\(String(step.message, radix: 36))",
            .source: "/platforms/\(lifecycle.platform.code)",
            .type: "cn.ggzy.\(part.program.name)",
            .time: now.rfc3339,
            .dataschema: part.program.schema,
            .contenttype: "application/json",
            .partitionkey: cursor.caseKey,
            .datakey: "HT01" + key,
            .operation: step.operation.rawValue,
            .region: lifecycle.region,
        ]
        if let sector = lifecycle.sector { attributes[.sector] = sector }
        return Draft(
            number: count,
            platform: lifecycle.platform,
            envelope: EventEnvelope(attributes: attributes),
            payload: payload,
            isFlipped: step.damage == .flipped,
            rank: step.rank,
            expectation: step.expectation,
            recipients: step.expectation.isEntered ? part.recipients : 0
        )
    }

    /// `body`, an object, with one more member so that it has `size` bytes.
    private static func filled(_ body: [UInt8], to size: Int) -> [UInt8] {
        let opening = Array(",\"X_FILL\":\"".utf8)
        let closing = Array("\"}".utf8)
        let room = size - (body.count - 1) - opening.count - closing.count
        return body.dropLast() + opening + [UInt8](repeating: 0x78, count: max(0, room)) + closing
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
