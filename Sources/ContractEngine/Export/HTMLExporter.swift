internal import Core

/// A contract as one page for people: field table, rules, code lists, samples and rejection codes, in Chinese.
struct HTMLExporter {
    private let words: ContractWords
    private let samples: [GoldenSample]
    /// Data sets that have a page of their own.
    private let linked: Set<String>

    /// The page about `contract`.
    ///
    /// - Parameters:
    ///   - samples: the golden samples beside it.
    ///   - linked: data sets that have a page of their own.
    static func file(_ contract: ExportedContract, samples: [GoldenSample], linked: Set<String>) -> ExportFile {
        let page = HTMLExporter(words: ContractWords(contract), samples: samples, linked: linked)
        return ExportFile(path: "\(contract.fileStem).html", text: page.text())
    }

    private func text() -> String {
        let program = words.program
        var sections = [section("fields", "字段", fieldTable())]
        if !words.rules.isEmpty { sections.append(section("rules", "记录规则", rules())) }
        if let lists = lists() { sections.append(section("lists", "代码表", lists)) }
        if !samples.isEmpty { sections.append(section("samples", "样例", sampleList())) }
        sections.append(section("codes", "拒收码", codes()))
        let navigation = sections.map { "<a href=\"#\($0.id)\">\($0.title)</a>" }.joined(separator: "\n")
        return HTMLPage.document(
            title: "\(words.heading) \(program.name)",
            header: header(),
            navigation: "<a href=\"index.html\">目录</a>\n" + navigation,
            body: sections.map(\.markup).joined(separator: "\n"),
            script: nil
        )
    }

    private func section(_ id: String, _ title: String, _ body: String) -> (id: String, title: String, markup: String) {
        (id, title, "<section id=\"\(id)\"><h2>\(title)</h2>\n\(body)\n</section>")
    }

    private func header() -> String {
        let program = words.program
        let required = words.contract.fields.filter(\.isRequiredOnAdd).count
        let facts = words.facts.map { fact -> String in
            var value = HTMLText.escape(fact.value)
            if fact.label == "上级数据集", linked.contains(fact.value) {
                value = "<a href=\"\(HTMLText.escape(fact.value)).html\">\(value)</a>"
            }
            return "<div><dt>\(fact.label)</dt><dd>\(value)</dd></div>"
        }
        return """
            <p>\(HTMLText.escape(ContractWords.domain(program.domain)))</p>
            <h1>\(HTMLText.escape(words.heading)) <small class="mono">\(HTMLText.escape(program.name))</small></h1>
            <p>\(HTMLText.escape(program.title.en)) · \(words.fields.count) 个字段，新增必填 \(required) 个</p>
            <dl>\(facts.joined(separator: "\n"))</dl>
            """
    }

    private func fieldTable() -> String {
        var rows: [String] = []
        var group: String?
        for (field, words) in zip(words.contract.fields, words.fields) {
            if field.definition.group != group {
                group = field.definition.group
                rows.append(
                    "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"6\">公共字段组 \(HTMLText.escape(group ?? ""))</th></tr>"
                )
            }
            rows.append(row(words))
        }
        return HTMLPage.table("fields", ["字段名", "名称", "类型", "长度", "约束", "备注"], rows)
    }

    private func row(_ field: FieldPhrases) -> String {
        let id = "f-" + HTMLText.anchor(field.name)
        let name = HTMLText.breakable(field.name)
        let tags = field.tags.map(tag).joined()
        let grade = field.grade.map { "<span class=\"tag warn\">\($0)</span>" } ?? ""
        return "<tr id=\"\(id)\"><th scope=\"row\"><a class=\"mono\" href=\"#\(id)\">\(name)</a></th>"
            + "<td class=\"title\">\(HTMLText.escape(field.title))</td><td class=\"type\">\(field.type)</td>"
            + "<td class=\"num\">\(HTMLText.escape(field.length))</td><td>\(tags)</td>"
            + "<td class=\"notes\">\(grade)\(HTMLText.escape(field.notes ?? ""))</td></tr>"
    }

    private func tag(_ tag: FieldPhrases.Tag) -> String {
        let text = HTMLText.escape(tag.text)
        guard let list = tag.list else { return "<span class=\"tag \(tag.tone.rawValue)\">\(text)</span>" }
        return "<a class=\"tag \(tag.tone.rawValue)\" href=\"#l-\(HTMLText.anchor(list))\">\(text)</a>"
    }

    private func rules() -> String {
        words.rules.map { rule in
            let fields = Set(rule.fields).sorted().map { name in
                "<a class=\"mono\" href=\"#f-\(HTMLText.anchor(name))\">\(HTMLText.breakable(name))</a>"
            }
            return "<div class=\"rule \(rule.policy.rawValue)\" id=\"r-\(HTMLText.anchor(rule.id))\">"
                + "<p>\(effect(refuses: rule.policy == .reject, warns: rule.policy == .warn))"
                + "<strong>\(HTMLText.escape(rule.message))</strong></p>"
                + "<p class=\"statement\">\(HTMLText.escape(rule.statement))</p>"
                + "<p class=\"statement\">字段 \(fields.joined(separator: " "))　代码 <code>\(rule.code.rawValue)</code>　"
                + "规则 <code>\(HTMLText.escape(rule.id))</code></p></div>"
        }.joined(separator: "\n")
    }

    private func effect(refuses: Bool, warns: Bool) -> String {
        (refuses ? "<span class=\"tag reject\">拒绝</span>" : "") + (warns ? "<span class=\"tag warn\">警告</span>" : "")
    }

    private func lists() -> String? {
        let fixed = words.contract.fields.filter { $0.definition.values != nil }.map { field in
            list(
                id: field.name,
                title: "\(field.name) \(field.definition.title)",
                field.definition.values ?? [],
                "固定取值"
            )
        }
        let shared = words.contract.lists.map { list in
            let effect =
                switch list.strictness {
                case .reject: "表外拒绝"
                case .warn: "表外警告"
                case .absent: "取值未公布"
                }
            return self.list(id: list.id, title: "\(list.id) \(list.name)", list.values, effect)
        }
        let all = shared + fixed
        return all.isEmpty ? nil : "<div class=\"lists\">\n\(all.joined(separator: "\n"))\n</div>"
    }

    private func list(id: String, title: String, _ values: [CodeListDefinition.Value], _ effect: String) -> String {
        let rows = values.map { value in
            "<tr><th scope=\"row\" class=\"mono\">\(HTMLText.escape(value.code))</th><td>\(HTMLText.escape(value.title))</td></tr>"
        }
        let body =
            values.isEmpty
            ? "<p class=\"empty\">取值尚未公布，任何值都只警告。</p>" : HTMLPage.table("list", ["代码", "名称"], rows)
        let open = values.count <= 24 ? " open" : ""
        return "<details id=\"l-\(HTMLText.anchor(id))\"\(open)><summary>\(HTMLText.escape(title)) "
            + "<small>\(values.count) 个代码，\(effect)</small></summary>\(body)</details>"
    }

    private func sampleList() -> String {
        let accepted = samples.filter { $0.isAccepted && $0.operation != .delete }
        let refused = samples.filter { !$0.isAccepted }
        var parts = accepted.prefix(4).enumerated().map { number, sample in
            let open = number == 0 ? " open" : ""
            return "<details\(open)><summary>\(effectOfSample(sample)) \(HTMLText.escape(sample.name)) "
                + "<small>\(operation(sample))</small></summary><pre>\(json(sample))</pre></details>"
        }
        if !refused.isEmpty {
            let rows = refused.map { sample in
                let problems = sample.expected.map { problem in
                    "<div>\(effect(refuses: problem.severity == "error", warns: problem.severity == "warning"))"
                        + "<code>\(HTMLText.escape(problem.code))</code> "
                        + "<span class=\"notes\">\(HTMLText.escape(problem.rule))</span></div>"
                }
                return "<tr><th scope=\"row\">\(HTMLText.escape(sample.name))</th><td>\(problems.joined())</td></tr>"
            }
            parts.append(
                "<details><summary>被拒绝的样例 <small>\(refused.count) 个</small></summary>"
                    + HTMLPage.table("refused", ["样例", "得到的问题"], rows) + "</details>"
            )
        }
        return parts.joined(separator: "\n")
    }

    private func effectOfSample(_ sample: GoldenSample) -> String {
        sample.expected.isEmpty ? "<span class=\"tag list\">接收</span>" : "<span class=\"tag warn\">接收，有警告</span>"
    }

    private func operation(_ sample: GoldenSample) -> String { sample.operation == .change ? "修改" : "新增" }

    private func json(_ sample: GoldenSample) -> String {
        guard let node = try? JSONNode.parse(sample.payload) else { return "" }
        return HTMLText.escape(IndentedJSON.text(node))
    }

    private func codes() -> String {
        HTMLPage.table(
            "codes",
            ["代码", "处理", "含义"],
            words.codes.map { code in
                "<tr><th scope=\"row\" class=\"mono\">\(code.code.rawValue)</th>"
                    + "<td>\(effect(refuses: code.refuses, warns: code.warns))</td><td>\(HTMLText.escape(code.meaning))</td></tr>"
            }
        )
    }
}
