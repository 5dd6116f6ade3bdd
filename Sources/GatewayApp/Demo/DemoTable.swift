import Core

/// The closing table of the demonstration, for a person.
struct DemoTable {
    private let report: DemoReport
    private let console: Console

    /// The table of `report`.
    init(_ report: DemoReport, on console: Console) {
        self.report = report
        self.console = console
    }

    /// Prints it on standard output.
    func print() {
        row(console.say(zh: "已发送", en: "sent"), report.submitted)
        row(console.say(zh: "已接收入账", en: "accepted into the ledger"), report.ledger)
        row(console.say(zh: "最终回执", en: "final receipts"), report.receipts)
        section(console.say(zh: "拒收（按首个错误）", en: "refused, by first error"), report.refused)
        section(console.say(zh: "带警告", en: "with a warning"), report.warnings)
        section(console.say(zh: "已投递", en: "delivered"), report.delivered, remarks: report.dialects)
        let seconds = (report.seconds * 10).rounded() / 10
        console.print("")
        if report.isBalanced {
            console.print(console.say(zh: "账目相符，用时 \(seconds) 秒", en: "the books balance, in \(seconds) s"))
            return
        }
        console.print(console.say(zh: "账目不符：", en: "the books do not balance:"))
        let shown = 20
        for discrepancy in report.discrepancies.prefix(shown) { console.print("  " + discrepancy) }
        let rest = report.discrepancies.count - shown
        if rest > 0 { console.print(console.say(zh: "  另有 \(rest) 处", en: "  and \(rest) more")) }
    }

    private func section(_ title: String, _ counts: [String: Int], remarks: [String: String] = [:]) {
        console.print("")
        row(title, counts.values.reduce(0, +))
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
            row("  " + name + (remarks[name].map { ", \($0)" } ?? ""), count)
        }
    }

    private func row(_ title: String, _ count: Int) {
        let number = String(count)
        let gap = max(2, 46 - Self.columns(title) - number.count)
        console.print(title + String(repeating: " ", count: gap) + number)
    }

    /// Columns on a terminal: Chinese characters and full-width marks take two.
    private static func columns(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2e80 ? 2 : 1) }
    }
}
