internal import Core

/// A contract as Markdown: field table, rules, code lists and rejection codes, in Chinese.
struct MarkdownExporter {
    private let words: ContractWords

    /// The file about `contract`.
    static func file(_ contract: ExportedContract) -> ExportFile {
        ExportFile(
            path: "\(contract.fileStem).md",
            text: MarkdownExporter(words: ContractWords(contract)).text()
        )
    }

    /// The list of all data sets.
    static func index(_ programs: [ContractProgram]) -> ExportFile {
        var lines = ["<!-- \(ContractExport.mark) -->", "# 数据集目录", ""]
        lines += ["| 编号 | 数据集 | 名称 | 版本 | 领域 | 字段 | 必填 |", "|---|---|---|---|---|---:|---:|"]
        for program in programs {
            let required = program.fields.filter(\.isRequired).count
            lines.append(
                row([
                    program.number.map(String.init) ?? "",
                    "[`\(ExportedContract.fileStem(program))`](\(ExportedContract.fileStem(program)).md)",
                    escape(program.title.zh), escape(ExportedContract.version(program)),
                    escape(ContractWords.domain(program.domain)),
                    String(program.fields.count), String(required),
                ])
            )
        }
        return ExportFile(path: "index.md", text: lines.joined(separator: "\n") + "\n")
    }

    private func text() -> String {
        var lines = ["<!-- \(ContractExport.mark) -->", "# \(Self.escape(words.heading)) `\(words.program.name)`", ""]
        lines += ["| | |", "|---|---|"]
        lines.append(Self.row(["领域", Self.escape(ContractWords.domain(words.program.domain))]))
        lines += words.facts.map { Self.row([$0.label, Self.escape($0.value)]) }
        lines += ["", "## 字段", "", "| 字段名 | 名称 | 类型 | 长度 | 约束 | 备注 |", "|---|---|---|---|---|---|"]
        lines += words.fields.map { field in
            let tags = field.tags.map(\.text) + [field.grade].compactMap(\.self)
            return Self.row([
                "`\(field.name)`", Self.escape(field.title), Self.escape(field.type), Self.escape(field.length),
                Self.escape(tags.joined(separator: "；")), Self.escape(field.notes ?? ""),
            ])
        }
        if !words.rules.isEmpty {
            lines += ["", "## 记录规则", "", "| 规则 | 处理 | 内容 | 判定 | 代码 |", "|---|---|---|---|---|"]
            lines += words.rules.map { rule in
                Self.row([
                    "`\(rule.id)`", rule.policy == .reject ? "拒绝" : "警告", Self.escape(rule.message),
                    Self.escape(rule.statement), "`\(rule.code.rawValue)`",
                ])
            }
        }
        addLists(&lines)
        lines += ["", "## 拒收码", "", "| 代码 | 处理 | 含义 |", "|---|---|---|"]
        lines += words.codes.map { code in
            let effect = [code.refuses ? "拒绝" : nil, code.warns ? "警告" : nil].compactMap(\.self)
            return Self.row(["`\(code.code.rawValue)`", effect.joined(separator: "、"), Self.escape(code.meaning)])
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func addLists(_ lines: inout [String]) {
        let lists = words.contract.lists
        let fixed = words.contract.fields.filter { $0.definition.values != nil }
        guard !lists.isEmpty || !fixed.isEmpty else { return }
        lines += ["", "## 代码表"]
        for list in lists {
            lines += ["", "### \(Self.escape("\(list.id) \(list.name)"))", ""]
            lines += list.values.isEmpty ? ["取值尚未公布，任何值都只警告。"] : Self.table(list.values)
        }
        for field in fixed {
            lines += ["", "### \(Self.escape("\(field.name) \(field.definition.title)"))", ""]
            lines += Self.table(field.definition.values ?? [])
        }
    }

    private static func table(_ values: [CodeListDefinition.Value]) -> [String] {
        ["| 代码 | 名称 |", "|---|---|"] + values.map { row([escape($0.code), escape($0.title)]) }
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    /// `text` as text: what Markdown or HTML would read as markup is escaped, a line break is a blank.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "`", "*", "_", "[", "]", "|", "<", ">", "#", "~", "&", "$", "!":
                escaped += "\\"
                escaped.unicodeScalars.append(scalar)
            case "\n", "\r", "\t": escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
