package import Core

/// One dialect with the translations of all data sets that it maps.
package final class Dialect: Sendable {
    /// The dialect of the contracts themselves, which needs no translation.
    package static let national = "national"

    /// Its id, for example `ceb`.
    package let id: String
    /// What it is called.
    package let title: BilingualText
    /// Syntax of its documents.
    package let format: DialectFormat
    /// Media type of its documents.
    package let contentType: String
    /// Which ways it translates.
    package let directions: Set<DialectDirection>
    /// The translations of the current versions, in the order of the contracts.
    package let translations: [Translation]
    /// The translations of the other accepted versions, in their order.
    package let versions: [Translation]

    /// How many documents become one; nil when the dialect has no way.
    package let packageForm: PackageForm?
    /// Why data sets have no counterpart, by wire name; `*` for all others.
    private let without: [String: BilingualText]

    let signs: [DialectSign]
    let roots: Set<String>
    private let dataset: DialectDefinition.DatasetPlace?
    private let byName: [String: Translation]
    private let byContract: [String: Translation]
    private let bySchema: [String: Translation]
    let form: XMLDocumentForm
    /// The dialect as written: what exporters read.
    let definition: DialectDefinition

    init(_ definition: DialectDefinition, _ translations: [Translation], versions: [Translation]) {
        id = definition.id
        title = definition.title
        format = definition.format
        contentType = definition.contentType
        directions = definition.directions
        signs = definition.signs
        without = definition.without
        packageForm = definition.package
        roots = definition.roots
        dataset = definition.dataset
        form = definition.xml
        self.definition = definition
        self.translations = translations
        self.versions = versions
        bySchema = Dictionary(
            (translations + versions).map { ($0.program.schema, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        byContract = Dictionary(translations.map { ($0.program.name, $0) }, uniquingKeysWith: { _, last in last })
        byName = Dictionary(
            translations.flatMap { translation in
                Set(translation.names + (translation.form.root.map { [$0] } ?? [])).map { ($0, translation) }
            },
            uniquingKeysWith: { _, last in last }
        )
    }

    /// The translation of the data set with this wire name, in its current version; nil when the dialect does not map it.
    package func translation(of contract: String) -> Translation? { byContract[contract] }

    /// The translation of records of `program`, which is of one version; nil when the dialect does not map its data set.
    package func translation(of program: ContractProgram) -> Translation? { bySchema[program.schema] }

    /// Why the dialect has no counterpart of the data set with this wire name; nil when it does not say.
    package func reasonWithout(_ contract: String) -> BilingualText? { without[contract] ?? without["*"] }

    /// What is said of a record of `program` when the dialect does not map its data set.
    package func refusal(of program: ContractProgram) -> Problem {
        let reason = reasonWithout(program.name)
        return Problem(
            .translationFailed,
            rule: "\(id).dataset",
            zh: "方言 \(id) 没有数据集 \(program.name)" + (reason.map { "：\($0.zh)" } ?? ""),
            en: "dialect \(id) does not have data set \(program.name)" + (reason.map { ": \($0.en)" } ?? "")
        )
    }

    /// The translation of the data set that `document`, a scanned tree, says it is of; nil when it says nothing or
    /// something unknown.
    ///
    /// - Parameter root: name of the root element; nil for JSON.
    func translation(of document: [UInt8], _ tape: JSONTape, root: String?) -> Translation? {
        switch dataset {
        case nil: nil
        case .root: root.flatMap { byName[$0] ?? byContract[$0] }
        case .pointer(let pointer):
            DocumentPlace.text(at: pointer, document, tape).flatMap { byName[$0] ?? byContract[$0] }
        }
    }
}
