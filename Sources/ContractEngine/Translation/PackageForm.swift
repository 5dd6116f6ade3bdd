internal import Core

/// How a dialect puts many documents into one (docs/specs/dialect.md §3, `package`).
package struct PackageForm: Sendable {
    /// Member that holds the documents.
    private let list: String
    /// Members that are the same in every package, ready to be written.
    private let members: [(name: String, json: [UInt8])]
    /// Member that gets the greatest text that the documents have at a pointer.
    private let newest: (name: String, from: String)?
    /// Member that gets the URI of the package.
    private let uri: String?

    /// Reads the object; nil when it is broken, which is reported.
    init?(_ reader: DefinitionReader) {
        list = reader.string("list").flatMap { PackageForm.name($0, reader, "list") } ?? ""
        uri = reader.optionalString("uri").flatMap { PackageForm.name($0, reader, "uri") }
        var members: [(name: String, json: [UInt8])] = []
        if case .object(let constants)? = reader.node("members") {
            for constant in constants {
                var writer = JSONWriter()
                constant.value.write(to: &writer)
                members.append((constant.name, writer.bytes))
            }
        } else if reader.has("members") {
            reader.report("members", zh: "须为对象", en: "must be an object")
        }
        self.members = members
        if let inner = reader.optionalObject("newest") {
            let to = inner.string("to").flatMap { PackageForm.name($0, inner, "to") }
            let from = inner.string("from")
            if let from, PointerText.tokens(from)?.isEmpty ?? true {
                inner.report("from", zh: "须为指针", en: "must be a pointer")
            }
            inner.finish()
            if let to, let from { newest = (to, from) } else { newest = nil }
        } else {
            newest = nil
        }
        reader.finish()
        if list.isEmpty { return nil }
    }

    /// The package of `documents`, JSON of the dialect.
    package func document(of documents: [[UInt8]], uri address: String) -> [UInt8] {
        var writer = JSONWriter(capacity: documents.reduce(1024) { $0 + $1.count + 1 })
        writer.beginObject()
        if let uri { writer.member(uri, address) }
        for member in members {
            writer.key(member.name)
            writer.raw(member.json, 0..<member.json.count)
        }
        if let newest, let text = Self.greatest(newest.from, in: documents) { writer.member(newest.name, text) }
        writer.key(list)
        writer.beginArray()
        for document in documents { writer.raw(document, 0..<document.count) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func greatest(_ pointer: String, in documents: [[UInt8]]) -> String? {
        var tape = JSONTape()
        var greatest: String?
        for document in documents where tape.scan(document.span, limits: JSONLimits(size: 16 << 20)) == nil {
            guard let text = DocumentPlace.text(at: pointer, document, tape) else { continue }
            if greatest.map({ $0 < text }) ?? true { greatest = text }
        }
        return greatest
    }

    private static func name(_ pointer: String, _ reader: DefinitionReader, _ key: String) -> String? {
        if let tokens = PointerText.tokens(pointer), tokens.count == 1 { return tokens[0] }
        reader.report(key, zh: "须指向顶层成员", en: "must point to a top-level member")
        return nil
    }
}
