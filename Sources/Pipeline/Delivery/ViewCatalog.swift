package import ContractEngine
package import Core
package import RoutingPolicy

/// The views of a flow table compiled against the contracts, ready to cut records.
package struct ViewCatalog: Sendable {
    private let projections: [String: ViewProjection]

    private init(_ projections: [String: ViewProjection]) {
        self.projections = projections
    }

    /// Compiles every view of `flows`.
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
                projections[view.label] = try ViewProjection(
                    program: program,
                    fields: view.fields.map { ($0.name, ViewMask($0.mask)) }
                )
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
        return mistakes.isEmpty ? (ViewCatalog(projections), []) : (nil, mistakes)
    }

    /// The projection of `view`.
    subscript(_ view: View) -> ViewProjection? { projections[view.label] }
}

extension ViewMask {
    /// The engine's mask for one of the policy.
    fileprivate init(_ mask: FieldMask) {
        self =
            switch mask {
            case .whole: .whole
            case .lastFour: .lastFour
            case .yearOnly: .yearOnly
            }
    }
}
