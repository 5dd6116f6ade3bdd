package import Core
internal import Foundation
internal import FoundationXML

/// Reads XML documents as JSON trees (docs/specs/dialect.md §7).
package struct XMLDocumentReader {
    /// A document as a tree.
    package struct Document: Sendable, Hashable {
        /// The content of the root element as JSON.
        package let tree: [UInt8]
        /// Name of the root element.
        package let root: String
    }

    private let form: XMLDocumentForm
    private let limits: JSONLimits

    /// A reader of documents of this form, of at most the size of `limits`.
    package init(_ form: XMLDocumentForm, limits: JSONLimits = JSONLimits()) {
        self.form = form
        self.limits = limits
    }

    /// The tree of `document`; nil when it is none, which is added to `problems`.
    package mutating func read(_ document: [UInt8], _ problems: inout ProblemList) -> Document? {
        guard document.count <= limits.size else {
            problems.append(
                Problem(
                    .payloadTooLarge,
                    rule: "xml.size",
                    zh: "文档超过 \(limits.size) 字节",
                    en: "the document is larger than \(limits.size) bytes"
                )
            )
            return nil
        }
        guard let text = XMLTextDecoder.decode(document, &problems) else { return nil }
        if let line = XMLProlog.documentTypeLine(text) {
            problems.append(XMLFault.documentType(line: line))
            return nil
        }
        guard let root = Self.parse(text, &problems) else { return nil }
        if let expected = form.root, expected != root.name {
            problems.append(
                Problem(
                    .fieldUnknown,
                    rule: "xml.root",
                    zh: "根元素须为 \(expected)",
                    en: "the root element must be \(expected)"
                )
            )
            return nil
        }
        var found = ProblemList()
        var tree: [UInt8] = []
        tree.reserveCapacity(text.count)
        root.write(to: &tree, "", lists: form.lists, isRoot: true, &found)
        if !found.isEmpty { problems.append(contentsOf: found) }
        return found.refuses ? nil : Document(tree: tree, root: root.name)
    }

    private static func parse(_ text: [UInt8], _ problems: inout ProblemList) -> XMLElementDraft? {
        let parser = XMLParser(data: Data(text))
        parser.shouldResolveExternalEntities = false
        parser.shouldProcessNamespaces = false
        let builder = XMLTreeBuilder()
        parser.delegate = builder
        // The result of parse() is true for some documents that do not end; the error is what counts.
        _ = parser.parse()
        withExtendedLifetime(builder) {}
        if let problem = builder.problem {
            problems.append(problem)
            return nil
        }
        guard parser.parserError == nil, let root = builder.root else {
            problems.append(
                XMLFault.syntax(
                    line: max(parser.lineNumber, 1),
                    column: max(parser.columnNumber, 1),
                    zh: "不是格式良好的 XML",
                    en: "not well-formed"
                )
            )
            return nil
        }
        return root
    }
}
