internal import Core

/// Problems of XML documents.
enum XMLFault {
    /// Bytes that are not of the declared encoding.
    static func encoding(offset: Int, zh: String, en: String) -> Problem {
        Problem(
            .xmlSyntax,
            rule: "xml.encoding",
            zh: "\(zh)(字节偏移 \(offset))",
            en: "\(en) (byte offset \(offset))"
        )
    }

    /// A text that is not well-formed.
    static func syntax(line: Int, column: Int, zh: String, en: String) -> Problem {
        Problem(
            .xmlSyntax,
            rule: "xml.syntax",
            zh: "\(zh)(第 \(line) 行第 \(column) 列)",
            en: "\(en) (line \(line), column \(column))"
        )
    }

    /// A document type.
    static func documentType(line: Int) -> Problem {
        Problem(
            .xmlSyntax,
            rule: "xml.doctype",
            zh: "不接受 <!DOCTYPE>(第 \(line) 行)",
            en: "<!DOCTYPE> is not accepted (line \(line))"
        )
    }

    /// A bound that is exceeded.
    static func bound(_ rule: String, line: Int, zh: String, en: String) -> Problem {
        Problem(.xmlSyntax, rule: rule, zh: "\(zh)(第 \(line) 行)", en: "\(en) (line \(line))")
    }

    /// Words for a reference such as `&nbsp;`.
    static let undeclaredEntity = (zh: "未声明的实体", en: "an entity that is not declared")

    /// Words for the parser's error numbers that people meet.
    static func words(_ code: Int) -> (zh: String, en: String) {
        switch code {
        case 4: ("文档为空，或不是以 < 开头", "the document is empty or does not begin with <")
        case 5: ("根元素未结束，或其后还有内容", "the root element does not end, or something follows it")
        case 9: ("XML 不允许的字符", "a character that XML does not allow")
        case 26, 27: undeclaredEntity
        case 39: ("属性值未加引号", "an attribute value without quotation marks")
        case 40: ("属性值中的引号未结束", "an attribute value that does not end")
        case 42: ("属性重复", "an attribute occurs twice")
        case 68: ("此处须为名称", "a name is expected")
        case 73: ("此处须为 >", "a > is expected")
        case 76: ("结束标签与开始标签不符", "the end tag does not match the start tag")
        default: ("不是格式良好的 XML(代码 \(code))", "not well-formed (code \(code))")
        }
    }
}
