import ContractEngine
import Core
import Foundation
import Testing

/// A dialect `probe` over the contract SAMPLE of ``ContractFixture``, with whatever mapping a test brings.
struct DialectFixture {
    static let tables = #"""
        {"grade": {"map": {"a": "alpha", "b": "beta"}, "unmapped": "refuse", "unmappedBack": "refuse"},
         "kept": {"map": {"a": "alpha"}, "unmapped": "keep", "unmappedBack": "omit"},
         "dropped": {"map": {"a": "alpha"}, "unmapped": "omit", "unmappedBack": {"value": "b"}},
         "nine": {"map": {"a": "alpha"}, "unmapped": {"value": "nine"}, "unmappedBack": "refuse"}}
        """#

    let contracts: ContractFixture
    let directory: URL

    /// The fixture with the mapping `{"dataset": "SAMPLE", "source": "test", <mapping>}`.
    init(
        _ mapping: String,
        format: String = "json",
        extra: String = "",
        files: [String: String] = [:]
    ) throws {
        let dialect = #"""
            {"dialect": "probe", "title": {"zh": "试", "en": "Probe"}, "format": "\#(format)", "source": "test",
             "signs": [{"members": ["/probe"]}], "tables": \#(Self.tables)\#(extra)}
            """#
        contracts = try ContractFixture(
            replacing: [
                "dialects/probe/dialect.json": dialect,
                "dialects/probe/mappings/SAMPLE.json":
                    #"{"dataset": "SAMPLE", "source": "test", \#(mapping)}"#,
            ].merging(files, uniquingKeysWith: { _, new in new })
        )
        directory = contracts.directory
    }

    func load() throws -> Dialect {
        let catalog = try DialectCatalog.load(from: directory.path(), contracts: contracts.load())
        return try #require(catalog["probe"])
    }

    /// Mistakes of the files, as `file: key`.
    func mistakes() throws -> [String] {
        DialectSuite.lint(directory: directory.path(), contracts: try contracts.load(), only: nil).problems
            .map { "\($0.file.split(separator: "/").last ?? ""): \($0.key)" }
    }

    /// What became of a text.
    struct Outcome {
        let text: String?
        let problems: [String]
        var title = RecordTitle()
    }

    func write(_ record: String, operation: RecordOperation = .add, version: String? = nil) throws -> Outcome {
        let program = try #require(try contracts.load().program(named: "SAMPLE", version: version))
        let translation = try #require(try load().translation(of: program))
        var translator = Translator()
        var problems = ProblemList()
        let output = translator.write(
            Array(record.utf8),
            to: translation,
            operation: operation,
            problems: &problems
        )
        return Outcome(text: output.map { String(decoding: $0, as: UTF8.self) }, problems: Self.texts(problems))
    }

    func read(_ document: String, operation: RecordOperation = .add, version: String? = nil) throws -> Outcome {
        var translator = Translator()
        var problems = ProblemList()
        let output = translator.read(
            Array(document.utf8),
            of: try load(),
            contract: try contracts.load().program(named: "SAMPLE", version: version),
            operation: operation,
            problems: &problems
        )
        return Outcome(
            text: output.map { String(decoding: $0.record, as: UTF8.self) },
            problems: Self.texts(problems),
            title: output?.title ?? RecordTitle()
        )
    }

    static func texts(_ problems: ProblemList) -> [String] {
        problems.problems.map { "\($0.code.rawValue) \($0.pointer) \($0.rule)" }
    }
}
