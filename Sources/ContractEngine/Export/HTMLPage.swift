/// The frame of a page.
enum HTMLPage {
    /// A whole document; `header`, `navigation` and `body` are markup, `title` is text.
    ///
    /// The policy lets nothing be loaded: what is not on the page does not exist for it.
    static func document(title: String, header: String, navigation: String, body: String, script: String?) -> String {
        let scripts = script == nil ? "" : "; script-src 'unsafe-inline'"
        var lines = [
            "<!DOCTYPE html>",
            "<html lang=\"zh-CN\">",
            "<head>",
            "<meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<meta name=\"generator\" content=\"\(ContractExport.mark)\">",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\(scripts)\">",
            "<title>\(HTMLText.escape(title))</title>",
            "<style>", HTMLStyle.text, "</style>",
            "</head>",
            "<body>",
            "<header><div>", header, "</div></header>",
        ]
        if !navigation.isEmpty { lines += ["<nav><div>", navigation, "</div></nav>"] }
        lines += ["<main>", body, "</main>", "<footer>由 hutong contract export 生成。网关的校验结论以数据规范文件为准。</footer>"]
        if let script { lines.append("<script>\(script)</script>") }
        lines += ["</body>", "</html>", ""]
        return lines.joined(separator: "\n")
    }

    /// A table with a head and rows of finished markup.
    static func table(_ name: String, _ head: [String], _ rows: [String]) -> String {
        let cells = head.map { "<th scope=\"col\">\($0)</th>" }.joined()
        return "<table class=\"\(name)\"><thead><tr>\(cells)</tr></thead><tbody>\n" + rows.joined(separator: "\n")
            + "\n</tbody></table>"
    }
}
