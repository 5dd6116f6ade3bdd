internal import Core

/// The page that lists all data sets.
enum HTMLIndex {
    /// The index of `programs`, grouped by domain in their order.
    static func file(_ programs: [ContractProgram]) -> ExportFile {
        var domains: [String] = []
        for program in programs where !domains.contains(program.domain) { domains.append(program.domain) }
        let sections = domains.map { domain -> String in
            let items = programs.filter { $0.domain == domain }.map(item)
            return
                "<section data-group=\"\(HTMLText.escape(domain))\"><h2>\(HTMLText.escape(ContractWords.domain(domain)))"
                + "</h2><ul class=\"sets\">\n\(items.joined(separator: "\n"))\n</ul></section>"
        }
        let others = programs.filter { !$0.isCurrent }.count
        let count = "\(programs.count - others) 个数据集" + (others > 0 ? "，另有 \(others) 个其他版本" : "")
        let fields = programs.reduce(0) { $0 + $1.fields.count }
        let header = """
            <h1>公共资源交易数据集目录</h1>
            <p>\(count)，\(fields) 个字段</p>
            <input type="search" id="q" hidden autocomplete="off" aria-label="按编号、名称、字段查找" placeholder="按编号、名称或字段名查找">
            """
        let text = HTMLPage.document(
            title: "公共资源交易数据集目录",
            header: header,
            navigation: "",
            body: sections.joined(separator: "\n") + "\n<p id=\"none\" class=\"empty\" hidden>没有符合的数据集。</p>",
            script: HTMLStyle.search
        )
        return ExportFile(path: "index.html", text: text)
    }

    private static func item(_ program: ContractProgram) -> String {
        let name = HTMLText.escape(ExportedContract.fileStem(program))
        let number = program.number.map { "<span class=\"n\">\($0)</span> " } ?? ""
        let words = [program.number.map(String.init) ?? "", program.name, program.title.zh, program.title.en]
        let fields = program.fields.flatMap { [$0.name, $0.title] }
        let text = (words + fields).joined(separator: " ").lowercased()
        let note = program.completeness == .full ? "" : "，\(ContractWords.completeness(program.completeness))"
        return
            "<li data-text=\"\(HTMLText.escape(text))\"><a href=\"\(name).html\">\(number)<b>\(HTMLText.escape(program.title.zh))</b>"
            + "<small class=\"mono\">\(name)</small><small>\(HTMLText.escape(ExportedContract.version(program)))</small><small>\(program.fields.count) 个字段\(note)</small></a></li>"
    }
}
