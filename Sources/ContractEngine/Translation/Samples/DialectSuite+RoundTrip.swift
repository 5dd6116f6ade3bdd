internal import Core

extension DialectSuite {
    /// A record that is identified as the envelope would identify it, so that titles come back as well.
    private static let key = "HT01000020260316000001"

    /// A record to be sent there and back.
    private struct Traveller {
        let name: String
        let payload: [UInt8]
        let operation: RecordOperation
        /// Pointers of the warnings that it gets.
        let remarked: Set<String>
    }

    /// The accepted samples of the contract, and the dialect's own that are written.
    private func travellers(_ dialect: Dialect, _ translation: Translation) -> [Traveller] {
        let accepted = SampleSuite(directory: directory, catalog: contracts).samples(of: translation.program)
            .filter(\.isAccepted)
            .map { sample in
                Traveller(
                    name: sample.name,
                    payload: sample.payload,
                    operation: sample.operation,
                    remarked: Set(sample.expected.map(\.pointer))
                )
            }
        let own = samples(dialect, translation)
            .filter { sample in
                sample.directions.contains(.write)
                    && !sample.expected.contains { $0.severity == Severity.error.rawValue }
            }
            .compactMap { sample in
                sample.national.map {
                    Traveller(
                        name: sample.name,
                        payload: bytes(Self.fields($0)),
                        operation: sample.operation,
                        remarked: []
                    )
                }
            }
        return accepted + own
    }

    /// The record without title fields.
    private static func fields(_ record: JSONNode) -> JSONNode {
        guard case .object(let members) = record else { return record }
        return .object(members.filter { !$0.name.hasPrefix("@") })
    }

    /// Writes every accepted sample of the contract and reads it back: the same record, or every difference is
    /// named by the mapping.
    mutating func roundTrip(_ definition: DialectDefinition, _ dialect: Dialect, _ translation: Translation) {
        guard translation.has(.write), let mapping = definition.mapping(of: translation.program) else { return }
        let named = lossyFields(definition, mapping).union(mapping.unmapped.keys)
        var differing: Set<String> = []
        for sample in travellers(dialect, translation) {
            report.roundTrips += 1
            guard let fields = differences(sample, dialect, translation, mapping, named) else { continue }
            differing.formUnion(fields)
            let unnamed = fields.filter { !named.contains($0) }
            guard !unnamed.isEmpty else { continue }
            report(
                mapping,
                translation,
                zh: "样例 \(sample.name) 往返后 \(unnamed.joined(separator: ", ")) 改变，未列入 unmapped 或 lossy",
                en: "sample \(sample.name) comes back with \(unnamed.joined(separator: ", ")) changed, "
                    + "which neither unmapped nor lossy names"
            )
        }
        guard translation.has(.read), mapping.dataset != MappingDefinition.anyDataset else { return }
        // What a mapping that versions share says of losses, the samples of the current one show.
        guard translation.program.isCurrent || mapping.version != nil else { return }
        for field in mapping.lossy.keys.sorted()
        where !differing.contains(field) && translation.program.numbers[field] != nil {
            report(
                mapping,
                translation,
                key: "lossy.\(field)",
                zh: "没有样例显示 \(field) 往返后改变",
                en: "no sample shows that \(field) changes"
            )
        }
    }

    /// The fields that differ after the way there and back, or nil, reported, when there is no way.
    private mutating func differences(
        _ sample: Traveller,
        _ dialect: Dialect,
        _ translation: Translation,
        _ mapping: MappingDefinition,
        _ named: Set<String>
    ) -> [String]? {
        var title = RecordTitle()
        title[.dataKey] = Self.key
        title[.key] = "demo-signing-key"
        var problems = ProblemList(limit: 20)
        let document = translator.write(
            sample.payload,
            to: translation,
            title: title,
            operation: sample.operation,
            problems: &problems
        )
        guard let document else {
            // A value that the dialect has no way to say is a loss like another when the mapping names the field. A
            // dialect that is only written may also refuse what the contract itself remarks upon.
            let remarked = translation.has(.read) ? [] : sample.remarked
            let refused = problems.problems.filter { $0.severity == .error }
                .map { $0.pointer.split(separator: "/").first.map { String($0) } ?? "" }
            if !refused.isEmpty, refused.allSatisfy({ named.contains($0) || remarked.contains("/\($0)") }) {
                return refused.filter(named.contains)
            }
            reportFailure(sample, mapping, translation, problems, zh: "无法写出", en: "cannot be written")
            return nil
        }
        guard translation.has(.read) else { return [] }
        let back = translator.read(
            document,
            of: dialect,
            contract: translation.program,
            operation: sample.operation,
            problems: &problems
        )
        guard let back else {
            reportFailure(sample, mapping, translation, problems, zh: "无法读回", en: "cannot be read back")
            return nil
        }
        if back.operation != sample.operation {
            report(
                mapping,
                translation,
                zh: "样例 \(sample.name) 的操作读回为 \(back.operation.rawValue)",
                en: "sample \(sample.name) comes back as \(back.operation.rawValue)"
            )
        }
        func tree(_ record: [UInt8]) -> JSONNode { (try? JSONNode.parse(record)) ?? .object([]) }
        return NationalComparison.differences(tree(sample.payload), tree(back.record), translation.program)
    }

    private func reportFailure(
        _ sample: Traveller,
        _ mapping: MappingDefinition,
        _ translation: Translation,
        _ problems: ProblemList,
        zh: String,
        en: String
    ) {
        let texts = problems.problems.prefix(5).map { GoldenSample.Expectation($0).text }.joined(separator: "; ")
        report(
            mapping,
            translation,
            zh: "样例 \(sample.name) \(zh)：\(texts)",
            en: "sample \(sample.name) \(en): \(texts)"
        )
    }

    private func report(
        _ mapping: MappingDefinition,
        _ translation: Translation,
        key: String = "",
        zh: String,
        en: String
    ) {
        collector.report(
            mapping.file,
            key,
            zh: "\(translation.program.name) \(zh)",
            en: "\(translation.program.name): \(en)"
        )
    }

    /// Fields that the mapping or one of its tables allows to change.
    private func lossyFields(_ definition: DialectDefinition, _ mapping: MappingDefinition) -> Set<String> {
        var fields = Set(mapping.lossy.keys)
        func isLossy(_ row: MappingRow) -> Bool {
            row.conversions.contains { conversion in
                if case .codes(let name) = conversion { return definition.tables[name]?.lossy != nil }
                return false
            }
        }
        for row in mapping.write where isLossy(row) { fields.formUnion(RestFields.references(of: row)) }
        for row in mapping.read where isLossy(row) { fields.insert(row.target) }
        return fields
    }
}
