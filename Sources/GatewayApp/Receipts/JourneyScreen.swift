import Core
import Pipeline

/// Shows journeys: on a terminal a block of lines that is drawn again, elsewhere a line for each change, or events as
/// JSON.
struct JourneyScreen {
    /// Lines of the block; what does not fit is counted.
    private static let rows = 15
    // CSI sequences (ECMA-48): erase to the end of the screen; long lines are cut, not wrapped, while the block is drawn.
    private static let erase = "\u{1b}[J"
    private static let noWrap = "\u{1b}[?7l"
    private static let wrap = "\u{1b}[?7h"

    private let console: Console
    private var drawn = 0
    private var finished: [String] = []

    init(_ console: Console) {
        self.console = console
    }

    private var isBlock: Bool { console.format == .text && console.isTerminal }

    /// Shows that `journey` has come further by `event`.
    mutating func show(_ event: JourneyEvent, _ journey: Journey) {
        switch console.format {
        case .json: console.print(bytes: JourneyScreen.json(event))
        case .text where isBlock:
            if journey.isOver || event.kind == .finding { finished.append(journey.line(in: console.language)) }
        case .text: console.print(journey.line(in: console.language))
        }
    }

    /// Draws the block of what is under way below what is over.
    mutating func draw(_ board: JourneyBoard) {
        guard isBlock else { return console.streams.flush() }
        clear()
        var block = board.underway(Self.rows).map { $0.line(in: console.language) }
        if board.underwayCount > block.count {
            let more = board.underwayCount - block.count
            block.insert(console.say(zh: "… 另有 \(more) 个", en: "… and \(more) more"), at: 0)
        }
        let text = Self.noWrap + block.map { $0 + "\n" }.joined() + Self.wrap
        console.streams.writeError(Array(text.utf8))
        drawn = block.count
    }

    /// Takes the block away, prints what is over, and tells the sums.
    mutating func finish(_ board: JourneyBoard) {
        if isBlock {
            clear()
            for journey in board.underway(Self.rows) { console.print(journey.line(in: console.language)) }
        }
        let counts = board.counts
        switch console.format {
        case .json: console.print(bytes: JourneyScreen.json(counts, underway: board.underwayCount))
        case .text:
            console.note(
                zh: "提交 \(counts.submissions)，挂起 \(counts.parked)，接受 \(counts.accepted)，拒绝 \(counts.refused)，"
                    + "交付 \(counts.delivered)，事后发现 \(counts.findings)；已完成 \(counts.over)，在途 \(board.underwayCount)",
                en: "\(counts.submissions) submission(s): \(counts.parked) parked, \(counts.accepted) accepted, "
                    + "\(counts.refused) refused, \(counts.delivered) deliveries, \(counts.findings) findings; "
                    + "\(counts.over) over, \(board.underwayCount) under way"
            )
        }
        console.streams.flush()
    }

    private mutating func clear() {
        if drawn > 0 { console.streams.writeError(Array("\u{1b}[\(drawn)A\r\(Self.erase)".utf8)) }
        drawn = 0
        for line in finished { console.print(line) }
        finished = []
        console.streams.flush()
    }

    private static func json(_ event: JourneyEvent) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.beginObject()
        writer.member("event", event.kind.rawValue)
        writer.member("id", event.id)
        writer.member("case", event.caseKey)
        writer.member("dataset", event.dataset)
        writer.member("time", event.time)
        writer.member("submission", event.submission.text)
        writer.key("receipt")
        if let json = event.json { writer.raw(json, 0..<json.count) } else { writer.null() }
        writer.endObject()
        return writer.bytes
    }

    private static func json(_ counts: JourneyBoard.Counts, underway: Int) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("event", "summary")
        writer.member("submissions", counts.submissions)
        writer.member("parked", counts.parked)
        writer.member("accepted", counts.accepted)
        writer.member("refused", counts.refused)
        writer.member("delivered", counts.delivered)
        writer.member("findings", counts.findings)
        writer.member("over", counts.over)
        writer.member("underway", underway)
        writer.endObject()
        return writer.bytes
    }
}
