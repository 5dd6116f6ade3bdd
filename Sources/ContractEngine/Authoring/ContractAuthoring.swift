package import Core
internal import Foundation

/// Makes new contracts in a contracts directory: from nothing, or from the table of a specification.
package struct ContractAuthoring: Sendable {
    /// What a new contract is called and where it belongs.
    package struct Identity: Sendable {
        /// Wire name.
        package let name: String
        /// Number; nil for a data set that has none.
        package let number: Int?
        /// Title.
        package let title: BilingualText
        /// Directory of the domain.
        package let domain: String
        /// Fields that identify a record; the first required field when there are none.
        package let key: [String]
        /// Field of the case; the first of the key when nil.
        package let routingCase: String?
        /// Where the contract comes from.
        package let source: String

        /// Names a contract.
        package init(
            name: String,
            number: Int?,
            title: BilingualText,
            domain: String,
            key: [String] = [],
            routingCase: String? = nil,
            source: String
        ) {
            self.name = name
            self.number = number
            self.title = title
            self.domain = domain
            self.key = key
            self.routingCase = routingCase
            self.source = source
        }
    }

    /// What came of it.
    package struct Outcome: Sendable {
        /// Directory of the new contract; nil when nothing was made.
        package var directory: String?
        /// Fields of the new contract.
        package var fields = 0
        /// Rows of the table that cannot be taken over; with any of them nothing is made.
        package var problems: [LineProblem] = []
        /// What a person still has to look at or to add.
        package var remarks: [LineProblem] = []
        /// What the lint says of the new files.
        package var lint: [ConfigurationProblem] = []
    }

    private let root: String
    private let edition: String

    /// Authoring in the contracts directory `root`, in `edition` such as `national/v2`; both are made as needed.
    package init(root: String, edition: String) {
        self.root = root
        self.edition = edition
    }

    /// Makes a contract with a few fields that show how rows are written, and its samples.
    ///
    /// - Throws: why a file cannot be made.
    package func scaffold(_ identity: Identity) throws(AuthoringFailure) -> Outcome {
        let codeName = "\(identity.name)_CODE"
        func field(_ name: String, _ title: String, _ shape: FieldShape, isRequired: Bool) -> FieldDraft {
            FieldDraft(name: name, title: title, shape: shape, isRequired: isRequired)
        }
        var kind = field("KIND", "类别", FieldShape(.text, length: 1, isFixed: true), isRequired: true)
        kind.values = [.init(code: "1", title: "甲类"), .init(code: "2", title: "乙类")]
        let fields = [
            field(codeName, "\(identity.title.zh)编号", FieldShape(.text, length: 20, isFixed: true), isRequired: true),
            field("TITLE", "标题", FieldShape(.text, length: 200), isRequired: true),
            kind,
            field("AMOUNT", "金额", FieldShape(.number, digits: .init(integer: 14, fraction: 6)), isRequired: false),
            field("CREATE_TIME", "建立时间", FieldShape(.dateTime), isRequired: true),
        ]
        var outcome = try make(identity, fields, completeness: .partial)
        outcome.remarks.insert(
            LineProblem(
                0,
                zh: "字段只是示范：逐行换成规范中的字段，每行写明来源等级",
                en:
                    "the fields only show the form: replace them row by row with those of the specification, with their grades"
            ),
            at: 0
        )
        return outcome
    }

    /// Makes a contract from the table in `bytes`.
    ///
    /// - Throws: why a file cannot be made.
    package func importTable(_ bytes: [UInt8], as identity: Identity) throws(AuthoringFailure) -> Outcome {
        let table = SpecificationTable(bytes, lists: lists())
        guard table.problems.isEmpty else {
            var outcome = Outcome()
            outcome.problems = table.problems.sorted { $0.line < $1.line }
            outcome.remarks = table.remarks
            return outcome
        }
        var outcome = try make(identity, table.fields, completeness: .full)
        outcome.remarks = table.remarks + outcome.remarks
        return outcome
    }

    private func make(
        _ identity: Identity,
        _ fields: [FieldDraft],
        completeness: Completeness
    ) throws(AuthoringFailure) -> Outcome {
        var outcome = Outcome()
        outcome.fields = fields.count
        let required = fields.filter(\.isRequired).map(\.name)
        let known = Set(fields.map(\.name))
        for name in identity.key + [identity.routingCase].compactMap(\.self) where !known.contains(name) {
            outcome.problems.append(LineProblem(0, zh: "没有字段 \(name)", en: "there is no field \(name)"))
        }
        let key = identity.key.isEmpty ? Array(required.prefix(1)) : identity.key
        guard let routingCase = identity.routingCase ?? key.first else {
            outcome.problems.append(
                LineProblem(
                    0,
                    zh: "没有必填字段，无法确定案件字段；用 --key 或 --case 指明，并在表中标为必填",
                    en:
                        "no field is required, so none can name the case: give --key or --case, and mark it in the table"
                )
            )
            return outcome
        }
        guard outcome.problems.isEmpty else { return outcome }
        if identity.routingCase == nil {
            outcome.remarks.append(
                LineProblem(
                    0,
                    zh: "案件字段取 \(routingCase)，请核对 key 与 routing",
                    en: "the case is taken from \(routingCase): check key and routing"
                )
            )
        }
        let draft = ContractDraft(
            name: identity.name,
            number: identity.number,
            title: identity.title,
            domain: identity.domain,
            completeness: completeness,
            key: key,
            groups: [],
            routingCase: routingCase,
            fields: fields,
            source: identity.source
        )
        try write(draft, &outcome)
        return outcome
    }

    /// Writes contract and samples; takes them back when the contract does not load.
    private func write(_ draft: ContractDraft, _ outcome: inout Outcome) throws(AuthoringFailure) {
        let folder = "\(edition)/\(draft.directory)"
        let path = "\(root)/\(folder)"
        guard !FileManager.default.fileExists(atPath: path) else { throw AuthoringFailure.exists(path) }
        let made = try prepareEdition()
        try Self.write(draft.text, to: "\(path)/contract.json")
        do throws(ContractLoadFailure) {
            let catalog = try ContractCatalog.load(from: root)
            guard let program = catalog.programs.first(where: { $0.directory == folder }) else {
                throw ContractLoadFailure(problems: [])
            }
            let samples = SampleDraft(program)
            outcome.directory = path
            do throws(AuthoringFailure) {
                try Self.write(samples.text, to: "\(path)/samples.json")
            } catch {
                takeBack(path, made)
                outcome.directory = nil
                outcome.lint = [
                    ConfigurationProblem(
                        .fileUnreadable,
                        file: "\(folder)/samples.json",
                        zh: "无法写出",
                        en: "cannot be written"
                    )
                ]
                return
            }
            for rule in samples.unshown {
                outcome.remarks.append(
                    LineProblem(0, zh: "没有样例触发规则 \(rule)，请补", en: "no sample shows rule \(rule): add one")
                )
            }
        } catch {
            takeBack(path, made)
            outcome.lint = error.problems
            return
        }
        outcome.lint = ContractLint.run(directory: root).problems.filter { $0.file.hasPrefix(folder + "/") }
        outcome.remarks.append(
            LineProblem(
                0,
                zh: "样例是按规则拼出的：逐条核对所列问题，并换上真实记录的样子",
                en:
                    "the samples are put together from the rules: check the problems of each, and make them look like real records"
            )
        )
    }

    /// The ids of the edition's code lists.
    private func lists() -> Set<String> {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(edition)/codelists")) ?? []
        return Set(files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) })
    }

    /// Removes the contract in `path`, the file of the edition when `edition` names one that was made for it, and the
    /// directories that are empty now.
    private func takeBack(_ path: String, _ edition: String?) {
        let files = FileManager.default
        try? files.removeItem(atPath: path)
        if let edition { try? files.removeItem(atPath: edition) }
        var folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        while folder.hasPrefix(root + "/"), (try? files.contentsOfDirectory(atPath: folder))?.isEmpty == true {
            guard (try? files.removeItem(atPath: folder)) != nil else { return }
            folder = URL(fileURLWithPath: folder).deletingLastPathComponent().path
        }
    }

    /// Makes the file of the edition where there is none.
    ///
    /// - Returns: its path when it was made.
    private func prepareEdition() throws(AuthoringFailure) -> String? {
        let path = "\(root)/\(edition)/edition.json"
        guard !FileManager.default.fileExists(atPath: path) else { return nil }
        let parts = edition.split(separator: "/").map(String.init)
        guard parts.count == 2, !parts.contains("..") else { throw AuthoringFailure.noEdition(edition) }
        let title = JSONNode.object([
            .init(name: "zh", value: .string("数据规范")), .init(name: "en", value: .string("Contracts")),
        ])
        let node = JSONNode.object([
            .init(name: "edition", value: .string(parts[0])), .init(name: "version", value: .string(parts[1])),
            .init(name: "title", value: title),
        ])
        try Self.write(IndentedJSON.text(node), to: path)
        return path
    }

    private static func write(_ text: String, to path: String) throws(AuthoringFailure) {
        let url = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url, options: .atomic)
        } catch {
            throw AuthoringFailure.cannotWrite(path)
        }
    }
}
