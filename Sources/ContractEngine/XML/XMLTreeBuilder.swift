internal import Core
internal import Foundation
internal import FoundationXML

/// Listens to the parser and builds the tree, within bounds; used by one thread, for the length of one document.
final class XMLTreeBuilder: NSObject, XMLParserDelegate {
    /// Most elements of a document.
    static let maximumElements = 100_000
    /// Most elements one in the other.
    static let maximumDepth = 64

    private(set) var root: XMLElementDraft?
    private(set) var problem: Problem?
    private var stack: [XMLElementDraft] = []
    private var count = 0

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        guard problem == nil else { return }
        count += 1
        guard count <= Self.maximumElements, stack.count < Self.maximumDepth else {
            let isDeep = count <= Self.maximumElements
            return stop(
                parser,
                XMLFault.bound(
                    isDeep ? "xml.depth" : "xml.elements",
                    line: parser.lineNumber,
                    zh: isDeep ? "嵌套过深" : "元素过多",
                    en: isDeep ? "nested too deeply" : "too many elements"
                )
            )
        }
        let kept = attributes.filter { !$0.key.hasPrefix("xmlns") && !$0.key.hasPrefix("xsi:") }
        let element = XMLElementDraft(
            name: name,
            attributes: kept.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            line: parser.lineNumber
        )
        if let parent = stack.last {
            parent.children.append(element)
        } else {
            root = element
        }
        stack.append(element)
    }

    func parser(
        _ parser: XMLParser,
        didEndElement name: String,
        namespaceURI: String?,
        qualifiedName: String?
    ) {
        if problem == nil, !stack.isEmpty { stack.removeLast() }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        stack.last?.text.append(contentsOf: string.utf8)
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        stack.last?.text.append(contentsOf: block)
    }

    /// A document type never gets this far; should one, nothing that it declares is used.
    func parser(_ parser: XMLParser, foundInternalEntityDeclarationWithName name: String, value: String?) {
        stop(parser, XMLFault.documentType(line: parser.lineNumber))
    }

    /// Without a document type nothing can be declared: the parser asks here for a name that it does not know.
    func parser(_ parser: XMLParser, resolveExternalEntityName name: String, systemID: String?) -> Data? {
        let words = XMLFault.undeclaredEntity
        stop(
            parser,
            XMLFault.syntax(line: parser.lineNumber, column: parser.columnNumber, zh: words.zh, en: words.en)
        )
        return nil
    }

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
        guard problem == nil else { return }
        let words = XMLFault.words((error as NSError).code)
        problem = XMLFault.syntax(
            line: parser.lineNumber,
            column: parser.columnNumber,
            zh: words.zh,
            en: words.en
        )
    }

    private func stop(_ parser: XMLParser, _ problem: Problem) {
        if self.problem == nil { self.problem = problem }
        parser.abortParsing()
    }
}
