import Bus
import Core

/// Prints what a topic plan changes.
enum TopicPlanOutput {
    /// Prints `plan`; `isApplied` tells whether it was carried out.
    static func print(_ plan: TopicPlan, isApplied: Bool, on console: Console) {
        switch console.format {
        case .json: console.print(bytes: json(plan, isApplied: isApplied))
        case .text: lines(plan, isApplied: isApplied, on: console).forEach(console.print)
        }
    }

    private static func lines(_ plan: TopicPlan, isApplied: Bool, on console: Console) -> [String] {
        var lines = plan.missing.map { topic in
            let place = "\(topic.name) (\(topic.partitions)"
            return console.say(
                zh: "\(isApplied ? "已创建" : "将创建") \(place) 个分区)",
                en: "\(isApplied ? "created" : "would create") \(place) partitions)"
            )
        }
        lines += plan.settings.map { change in
            let text = "\(change.topic) \(change.key)=\(change.wanted)"
            let before = change.current ?? "-"
            return console.say(
                zh: "\(isApplied ? "已设置" : "将设置") \(text)（原为 \(before)）",
                en: "\(isApplied ? "set" : "would set") \(text) (was \(before))"
            )
        }
        lines += plan.conflicts.map { conflict in
            console.say(
                zh: "冲突：\(conflict.topic) 有 \(conflict.current) 个分区，应为 \(conflict.wanted) 个",
                en: "conflict: \(conflict.topic) has \(conflict.current) partitions, \(conflict.wanted) are wanted"
            )
        }
        if plan.isEmpty { lines.append(console.say(zh: "主题均已符合要求", en: "all topics are as they should be")) }
        return lines
    }

    private static func json(_ plan: TopicPlan, isApplied: Bool) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.beginObject()
        writer.member("applied", isApplied)
        writer.key("missing")
        writer.beginArray()
        for topic in plan.missing {
            writer.beginObject()
            writer.member("topic", topic.name)
            writer.member("partitions", topic.partitions)
            writer.key("settings")
            writer.beginObject()
            for (key, value) in topic.config.sorted(by: { $0.key < $1.key }) { writer.member(key, value) }
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        writer.key("settings")
        writer.beginArray()
        for change in plan.settings {
            writer.beginObject()
            writer.member("topic", change.topic)
            writer.member("key", change.key)
            writer.member("current", change.current)
            writer.member("wanted", change.wanted)
            writer.endObject()
        }
        writer.endArray()
        writer.key("conflicts")
        writer.beginArray()
        for conflict in plan.conflicts {
            writer.beginObject()
            writer.member("topic", conflict.topic)
            writer.member("current", conflict.current)
            writer.member("wanted", conflict.wanted)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
