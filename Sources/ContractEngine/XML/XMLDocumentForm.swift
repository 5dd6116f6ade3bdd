internal import Core

/// What the codec has to know of an XML dialect.
package struct XMLDocumentForm: Sendable, Hashable {
    /// The root element; nil when each mapping has its own.
    package var root: String?
    /// Pointers of the elements that are lists, however often they occur.
    package var lists: Set<String> = []
    /// True when documents begin with an XML declaration.
    package var hasDeclaration = true

    /// A form with the root element `root` and lists at the pointers `lists`.
    package init(root: String?, lists: Set<String> = [], hasDeclaration: Bool = true) {
        self.root = root
        self.lists = lists
        self.hasDeclaration = hasDeclaration
    }

    /// Reads the object `xml` of a dialect; defaults when absent.
    init(_ reader: DefinitionReader?) {
        guard let reader else { return }
        root = reader.optionalString("root")
        lists = Set(reader.strings("lists", isRequired: false))
        if reader.has("declaration") { hasDeclaration = reader.flag("declaration") }
        reader.finish()
    }
}
