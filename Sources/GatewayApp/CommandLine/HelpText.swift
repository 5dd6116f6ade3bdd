/// The help of the command, rendered from the declarations.
package enum HelpText {
    /// The help of one verb.
    package static func of(_ declaration: CommandDeclaration, in language: Language) -> String {
        var lines = ["hutong \(declaration.name) — \(declaration.summary.text(in: language))", ""]
        let usage = language == .zh ? "用法：" : "usage: "
        let operands = declaration.operands.map { " \($0.synopsis(in: language))" } ?? ""
        let options = language == .zh ? "[选项…]" : "[OPTION…]"
        let demanded = declaration.options.filter(\.isRequired).map { " \($0.synopsis)" }.joined()
        lines.append("\(usage)hutong \(declaration.name)\(demanded) \(options)\(operands)")
        if let discussion = declaration.discussion {
            lines.append("")
            lines.append(discussion.text(in: language))
        }
        if let operands = declaration.operands {
            lines.append("")
            lines += rows([(operands.placeholder.text(in: language), operands.help.text(in: language))])
        }
        lines.append("")
        lines += rows(declaration.options.map { ($0.synopsis, explanation(of: $0, in: language)) })
        return lines.joined(separator: "\n")
    }

    /// The help of the whole command: its verbs, the options of all of them, the exit codes.
    package static func overview(of declarations: [CommandDeclaration], in language: Language) -> String {
        let title =
            language == .zh
            ? "hutong 互通 — 公共资源交易平台互联网关" : "hutong 互通 — interconnection gateway for public-resource trading"
        var lines = [title, "", language == .zh ? "用法：hutong 命令 [选项…]" : "usage: hutong VERB [OPTION…]", ""]
        lines += rows(declarations.map { ($0.name, $0.summary.text(in: language)) })
        lines.append("")
        let common: [OptionDeclaration] = [.language, .format, .showHelp]
        lines += rows(common.map { ($0.synopsis, explanation(of: $0, in: language)) })
        lines.append("")
        lines.append(
            language == .zh
                ? "“hutong help 命令”显示一个命令的帮助，“hutong --version”显示版本，“hutong completion bash”输出补全脚本。"
                : "'hutong help VERB' explains one verb, 'hutong --version' prints the version, "
                    + "'hutong completion bash' a script for completion."
        )
        lines.append(
            language == .zh
                ? "退出码：0 完成并全部接受，64 用法，65 数据被拒，66 缺输入，69 服务不可用，70 内部错误，73 无法写出，77 无权限，78 配置错误"
                : "exit codes: 0 done and all accepted, 64 usage, 65 data refused, 66 input missing, 69 unavailable, "
                    + "70 internal error, 73 cannot create, 77 permission, 78 configuration"
        )
        return lines.joined(separator: "\n")
    }

    private static func explanation(of option: OptionDeclaration, in language: Language) -> String {
        guard let value = option.defaultValue else { return option.help.text(in: language) }
        let note = language == .zh ? "（默认 \(value)）" : " (default \(value))"
        return option.help.text(in: language) + note
    }

    /// Two columns; a long left side stands on a line of its own.
    private static func rows(_ pairs: [(String, String)]) -> [String] {
        let limit = 28
        let width = min(limit, pairs.map { TextTable.width(of: $0.0) }.max() ?? 0)
        return pairs.flatMap { left, right in
            TextTable.width(of: left) > limit
                ? ["  \(left)", "  \(String(repeating: " ", count: width))  \(right)"]
                : ["  \(left)\(String(repeating: " ", count: width - TextTable.width(of: left)))  \(right)"]
        }
    }
}
