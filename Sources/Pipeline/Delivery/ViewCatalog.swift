package import ContractEngine
package import Core
package import RoutingPolicy

/// The views of a flow table compiled against the contracts, ready to cut records.
package struct ViewCatalog: Sendable {
    private let projections: [String: ViewProjection]
    /// The projections of records of other versions than the current one, by schema path and label.
    private let older: [String: [String: ViewProjection]]

    private init(_ projections: [String: ViewProjection], older: [String: [String: ViewProjection]]) {
        self.projections = projections
        self.older = older
    }

    /// Compiles every view of `flows`, against the current version of its contract and the other accepted ones; of
    /// those it shows the fields that they have.
    ///
    /// - Parameters:
    ///   - schemaPrefix: what `ce_dataschema` is before the wire name.
    ///   - file: path of the flow table, for the mistakes.
    /// - Returns: the views when each fits its contract, and every field that does not.
    package static func compile(
        _ flows: FlowTable,
        contracts: ContractCatalog,
        schemaPrefix: String = AdmissionConfiguration().schemaPrefix,
        file: String
    ) -> (views: ViewCatalog?, mistakes: [ConfigurationProblem]) {
        var projections: [String: ViewProjection] = [:]
        var older: [String: [String: ViewProjection]] = [:]
        let versions = Dictionary(grouping: contracts.versions, by: \.name)
        var mistakes: [ConfigurationProblem] = []
        for (index, view) in flows.views.enumerated() {
            guard let program = contracts.program(schema: schemaPrefix + view.contract) else {
                mistakes.append(
                    ConfigurationProblem(
                        .dangling,
                        file: file,
                        key: "views[\(index)].contract",
                        zh: "没有 \(view.contract) 的数据规范",
                        en: "there is no contract \(view.contract)"
                    )
                )
                continue
            }
            do throws(ViewDefinitionFailure) {
                let groups = flows.groupNumbers(of: view)
                projections[view.label] = try ViewProjection(
                    program: program,
                    fields: view.fields.map { ($0.name, ViewMask($0)) },
                    groups: groups
                )
                for version in versions[view.contract] ?? [] where version.schema.hasPrefix(schemaPrefix) {
                    older[version.schema, default: [:]][view.label] = try ViewProjection(
                        program: version,
                        fields: view.fields.filter { version.field(named: $0.name) != nil }.map {
                            ($0.name, ViewMask($0))
                        },
                        groups: groups
                    )
                }
            } catch {
                mistakes += error.mistakes.map { mistake in
                    ConfigurationProblem(
                        .invalid,
                        file: file,
                        key: "views[\(index)].fields.\(mistake.field)",
                        zh: mistake.message.zh,
                        en: mistake.message.en
                    )
                }
            }
        }
        return mistakes.isEmpty ? (ViewCatalog(projections, older: older), []) : (nil, mistakes)
    }

    /// `record` as `view` shows it; nil where it shows nothing of such records, or the record is no JSON object.
    package func cut(_ record: [UInt8], to view: View, schema: String) -> [UInt8]? {
        var tape = JSONTape()
        return self[view, schema: schema]?.project(record, tape: &tape)
    }

    /// The projection of `view` for records of the contract version with the path `schema`.
    subscript(_ view: View, schema schema: String?) -> ViewProjection? {
        if let schema, let views = older[schema] { return views[view.label] }
        return projections[view.label]
    }
}

extension ViewMask {
    /// The engine's mask for a field of the policy.
    package init(_ field: View.Field) {
        self =
            switch field.mask {
            case .whole: .whole
            case .lastFour: .lastFour
            case .yearOnly: .yearOnly
            // A table in which such a field has no domain does not load.
            case .digest: field.domain.map { .digest(domain: $0) } ?? .omit
            }
    }
}
