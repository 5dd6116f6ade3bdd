/// An element of an XML dialect, as its mapping writes it.
struct XSDElement {
    /// What an element holds.
    enum Content {
        /// Other elements.
        case elements([XSDElement])
        /// A value.
        case value(XSDValue)
        /// Anything: what a mapping builds from several values, or leaves alone.
        case anything
    }

    let name: String
    var documentation: String?
    var content: Content
    /// A document of the operation needs it.
    var isRequired = false
    /// It may occur any number of times.
    var isList = false

    /// The child at `path` with `element` in its place; elements on the way are made as needed.
    mutating func insert(_ element: XSDElement, at path: ArraySlice<String>) {
        var children: [XSDElement] = []
        if case .elements(let existing) = content { children = existing }
        guard let name = path.first else {
            if !children.contains(where: { $0.name == element.name }) { children.append(element) }
            content = .elements(children)
            return
        }
        if !children.contains(where: { $0.name == name }) {
            children.append(XSDElement(name: name, content: .elements([])))
        }
        for index in children.indices where children[index].name == name {
            children[index].insert(element, at: path.dropFirst())
            if element.isRequired { children[index].isRequired = true }
        }
        content = .elements(children)
    }

    /// The declaration, indented by `margin`.
    func lines(margin: String) -> [String] {
        var attributes = "name=\"\(HTMLText.escape(name))\""
        if isList {
            attributes += " minOccurs=\"0\" maxOccurs=\"unbounded\""
        } else if !isRequired {
            attributes += " minOccurs=\"0\""
        }
        if case .value(let value) = content, value.isFree, !isRequired { attributes += " type=\"xs:string\"" }
        let inner = margin + "  "
        var body: [String] = []
        if let documentation {
            body.append(
                "\(inner)<xs:annotation><xs:documentation>\(HTMLText.escape(documentation))</xs:documentation></xs:annotation>"
            )
        }
        switch content {
        case .value(let value) where value.isFree && !isRequired: break
        case .value(let value): body += value.lines(isRequired: isRequired, margin: inner)
        case .elements(let children):
            body +=
                ["\(inner)<xs:complexType>"] + Self.group(children, margin: inner + "  ") + [
                    "\(inner)</xs:complexType>"
                ]
        case .anything: break
        }
        guard !body.isEmpty else { return ["\(margin)<xs:element \(attributes)/>"] }
        return ["\(margin)<xs:element \(attributes)>"] + body + ["\(margin)</xs:element>"]
    }

    /// Elements in any order where XML Schema 1.0 lets them be: lists stand behind the others.
    private static func group(_ children: [XSDElement], margin: String) -> [String] {
        let lists = children.filter(\.isList)
        let single = children.filter { !$0.isList }
        func all(_ kind: String, _ elements: [XSDElement], _ margin: String) -> [String] {
            ["\(margin)<xs:\(kind)>"] + elements.flatMap { $0.lines(margin: margin + "  ") } + [
                "\(margin)</xs:\(kind)>"
            ]
        }
        guard !lists.isEmpty else { return all("all", single, margin) }
        guard single.count == 2 else { return all("sequence", single + lists, margin) }
        var swapped = [single[1], single[0]]
        // What begins the other order must be there, or the two could not be told apart.
        swapped[0].isRequired = true
        let choice =
            ["\(margin)  <xs:choice>"] + all("sequence", single, margin + "    ")
            + all("sequence", swapped, margin + "    ") + ["\(margin)  </xs:choice>"]
        return ["\(margin)<xs:sequence>"] + choice + lists.flatMap { $0.lines(margin: margin + "  ") }
            + ["\(margin)</xs:sequence>"]
    }
}
