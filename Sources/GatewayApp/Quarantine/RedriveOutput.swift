import Core
import Pipeline

/// Prints what a redrive does.
enum RedriveOutput {
    /// Prints every step of `plan` in its order.
    static func plan(_ plan: RedrivePlan, on console: Console) {
        switch console.format {
        case .json:
            for step in plan.steps {
                console.print(bytes: json(step.entry, obstacle: step.obstacle, request: nil))
            }
        case .text:
            var rows: [[String]] = []
            var number = 0
            for step in plan.steps {
                if step.obstacle == nil { number += 1 }
                let action = step.obstacle.map { word($0, on: console) } ?? String(number)
                rows.append([action] + QuarantineOutput.row(step.entry, on: console))
            }
            let heading = [console.say(zh: "顺序", en: "ORDER")] + QuarantineOutput.heading(on: console)
            if !rows.isEmpty { for line in TextTable.lines([heading] + rows) { console.print(line) } }
            console.note(
                zh: "将申请重新处理 \(plan.asked.count) 个提交；未写入",
                en: "\(plan.asked.count) submission(s) would be judged once more; nothing was written"
            )
        }
    }

    /// Tells how many entries are left out, and why.
    static func leftOut(_ plan: RedrivePlan, on console: Console) {
        for obstacle in [RedrivePlan.Obstacle.delivery, .requested, .gone] {
            let count = plan.count(obstacle)
            guard count > 0 else { continue }
            console.note(
                zh: "略过 \(count) 条：\(word(obstacle, on: console))",
                en: "left out \(count): \(word(obstacle, on: console))"
            )
        }
    }

    /// Prints that a request stands at `place`.
    static func written(_ entry: ShelvedRecord, _ place: RecordPlace, on console: Console) {
        switch console.format {
        case .json: console.print(bytes: json(entry, obstacle: nil, request: place))
        case .text: console.print("\(entry.first.origin.text) → \(place.text)")
        }
    }

    private static func json(
        _ entry: ShelvedRecord,
        obstacle: RedrivePlan.Obstacle?,
        request: RecordPlace?
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.member("redrive", obstacle == nil)
        writer.member("obstacle", obstacle?.rawValue)
        writer.member("written", request?.text)
        QuarantineOutput.write(entry, to: &writer)
        writer.endObject()
        return writer.bytes
    }

    private static func word(_ obstacle: RedrivePlan.Obstacle, on console: Console) -> String {
        switch obstacle {
        case .delivery: console.say(zh: "是交付，不重新处理", en: "a delivery, not redriven")
        case .requested: console.say(zh: "已申请", en: "asked for already")
        case .gone: console.say(zh: "原提交已不保存", en: "not kept any more")
        }
    }
}
