import Core
import Trust

/// `hutong trust diff`: what changes when one list takes the place of another.
package enum TrustDiffCommand: Command {
    static let failOnLoss = OptionDeclaration(
        "fail-on-loss",
        .flag,
        zh: "有证书由可用变为不可用时退出码为 65",
        en: "end with 65 when certificates that were usable become unusable"
    )

    package static let declaration = CommandDeclaration(
        "trust",
        "diff",
        zh: "比较两份信任列表",
        en: "compare two trust lists",
        discussion: BilingualText(
            zh: "A 与 B 为名单或草稿；说明哪个机构自何时起得到或失去什么，以及证书是否因此变为不可用。加 --authority 则核验两者的签名。",
            en:
                "A and B are lists or drafts. Says which authority gains or loses what from when, and whether certificates become "
                + "unusable by it. With --authority both signatures are verified."
        ),
        operands: OperandDeclaration(
            BilingualText(zh: "A B", en: "A B"),
            count: 2...2,
            zh: "两份名单，B 取代 A",
            en: "two lists, B takes the place of A"
        ),
        options: [failOnLoss, TrustListFile.authority]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let authority = arguments[TrustListFile.authority]
        let first = try TrustListFile.read(arguments.operands[0], authority: authority, on: console)
        let second = try TrustListFile.read(arguments.operands[1], authority: authority, on: console)
        let comparison = TrustListComparison(first, second)
        switch console.format {
        case .json: console.print(bytes: json(first, second, comparison))
        case .text: printText(comparison, on: console)
        }
        return arguments.has(failOnLoss) && comparison.losesUsable ? .dataRefused : .success
    }

    private static func printText(_ comparison: TrustListComparison, on console: Console) {
        for change in comparison.changes {
            let mark =
                switch change.effect {
                case .gain: "+"
                case .loss: "-"
                case .mayLose: "?"
                case .neutral: " "
                }
            console.print("\(mark) \(console.say(change.message))")
        }
        if comparison.changes.isEmpty {
            console.print(console.say(zh: "没有差异", en: "no difference"))
        } else if comparison.losesUsable {
            console.print(
                console.say(zh: "有证书由可用变为不可用", en: "certificates that were usable become unusable")
            )
        } else {
            console.print(
                console.say(zh: "没有证书必然变为不可用", en: "no certificate becomes unusable for certain")
            )
        }
    }

    private static func json(
        _ first: TrustList,
        _ second: TrustList,
        _ comparison: TrustListComparison
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        writer.beginObject()
        for (key, list) in [("from", first), ("to", second)] {
            writer.key(key)
            writer.beginObject()
            writer.member("serial", list.serial)
            writer.member("digest", list.digest.text)
            writer.endObject()
        }
        writer.member("losesUsable", comparison.losesUsable)
        writer.key("changes")
        writer.beginArray()
        for change in comparison.changes {
            writer.beginObject()
            writer.member("subject", change.subject)
            writer.member("kind", change.kind)
            writer.member("effect", change.effect.rawValue)
            writer.member("from", change.from?.rfc3339)
            writer.member("until", change.until?.rfc3339)
            writer.key("message")
            writer.bilingual(change.message)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
