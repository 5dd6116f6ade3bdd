internal import Core

/// Writes JSON trees as XML documents (docs/specs/dialect.md §7).
struct XMLDocumentWriter {
    private var output: [UInt8] = []
    private let tree: [UInt8]
    private let tape: JSONTape
    private var fault: (zh: String, en: String)?

    private init(_ tree: [UInt8], _ tape: JSONTape) {
        self.tree = tree
        self.tape = tape
        output.reserveCapacity(tree.count * 2)
    }

    /// The document of `tree`; nil, with a problem, when it holds what XML cannot carry.
    static func write(
        _ tree: [UInt8],
        _ form: XMLDocumentForm,
        dialect: String,
        _ problems: inout ProblemList
    ) -> [UInt8]? {
        var tape = JSONTape()
        let limits = JSONLimits(size: max(tree.count, 1), numberLength: max(tree.count, 1))
        guard tape.scan(tree.span, limits: limits) == nil, tape.count > 0 else { return nil }
        var writer = XMLDocumentWriter(tree, tape)
        if form.hasDeclaration { writer.output += Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8) }
        writer.element(form.root ?? "root", 0)
        guard let fault = writer.fault else { return writer.output }
        problems.append(Problem(.translationFailed, rule: "\(dialect).xml", zh: fault.zh, en: fault.en))
        return nil
    }

    private mutating func element(_ name: String, _ index: Int) {
        guard Self.isName(name) else {
            fault = ("名称不能用作 XML 元素", "a name that XML does not allow for an element")
            return
        }
        let token = tape[index]
        output.append(0x3c)
        output += name.utf8
        switch token.kind {
        case .object:
            members(index, name)
        case .array:
            fault = ("XML 不能表示数组的数组", "XML has no way to say an array of arrays")
        case .null:
            output += [0x2f, 0x3e]
            return
        default:
            output.append(0x3e)
            text(token, inAttribute: false)
        }
        output += [0x3c, 0x2f]
        output += name.utf8
        output.append(0x3e)
    }

    private mutating func members(_ start: Int, _ name: String) {
        let end = Int(tape[start].link)
        var index = start + 1
        while index < end {
            let key = JSONText.string(tree.span, tape[index])
            if key.hasPrefix("@"), !tape[index + 1].isContainer {
                let attribute = String(key.dropFirst())
                if !Self.isName(attribute) {
                    fault = ("名称不能用作 XML 属性", "a name that XML does not allow for an attribute")
                }
                output.append(0x20)
                output += attribute.utf8
                output += [0x3d, 0x22]
                text(tape[index + 1], inAttribute: true)
                output.append(0x22)
            }
            index = tape.indexAfter(index + 1)
        }
        output.append(0x3e)
        index = start + 1
        while index < end {
            let key = JSONText.string(tree.span, tape[index])
            let value = index + 1
            if key == "#text" {
                text(tape[value], inAttribute: false)
            } else if tape[value].kind == .array {
                var item = value + 1
                while item < Int(tape[value].link) {
                    element(key, item)
                    item = tape.indexAfter(item)
                }
            } else if !key.hasPrefix("@") {
                element(key, value)
            }
            index = tape.indexAfter(value)
        }
    }

    private mutating func text(_ token: JSONToken, inAttribute: Bool) {
        guard !token.isContainer else {
            fault = ("此处须为文字", "text is expected here")
            return
        }
        for scalar in JSONText.string(tree.span, token).unicodeScalars {
            switch scalar {
            case "&": output += "&amp;".utf8
            case "<": output += "&lt;".utf8
            case ">": output += "&gt;".utf8
            case "\"" where inAttribute: output += "&quot;".utf8
            // A parser would turn these into blanks or line feeds.
            case "\r": output += "&#13;".utf8
            case "\n" where inAttribute: output += "&#10;".utf8
            case "\t" where inAttribute: output += "&#9;".utf8
            case "\t", "\n": output.append(UInt8(truncatingIfNeeded: scalar.value))
            default:
                guard scalar.value >= 0x20, scalar.value != 0xfffe, scalar.value != 0xffff else {
                    fault = ("值含 XML 不允许的字符", "the value holds a character that XML does not allow")
                    return
                }
                output += UTF8.encode(scalar).map { Array($0) } ?? []
            }
        }
    }

    /// A letter, ideograph or underscore, then these, digits, hyphens and dots: less than XML allows, enough for
    /// names of fields, and nothing that could end a tag.
    private static func isName(_ name: String) -> Bool {
        func isStart(_ scalar: Unicode.Scalar) -> Bool {
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
                || ("\u{4e00}"..."\u{9fff}").contains(scalar)
        }
        guard let first = name.unicodeScalars.first, isStart(first) else { return false }
        return name.unicodeScalars.dropFirst().allSatisfy {
            isStart($0) || ("0"..."9").contains($0) || $0 == "-" || $0 == "."
        }
    }
}
