/// The kinds of objects in a flow table; raw values are their names in docs/specs/flow-table.schema.json.
enum FlowTableObject: String, CaseIterable, ConfigurationShape {
    case table, dataset, view, field, flow, condition, seal, fact, when, acknowledgement, separation, group, text
    case publicity

    /// `$schema` tells editors where the schema is. Notes, a grade, and the source of a fact are for people alone.
    var keys: Set<String> {
        switch self {
        case .table:
            [
                "$schema", "edition", "version", "notes", "datasets", "views", "flows", "sealed", "facts",
                "acknowledgements", "apart", "groups", "opentypes",
            ]
        case .dataset: ["number", "name"]
        case .view: ["id", "contract", "fields"]
        case .field: ["name", "mask", "domain"]
        case .flow: ["id", "datasets", "from", "to", "via", "direction", "condition", "view", "basis", "notes"]
        case .condition: ["sector", "region", "department", "case", "opentype"]
        case .seal: ["dataset", "until", "section", "source", "encrypted"]
        case .fact: ["dataset", "fact", "ends", "sections", "when", "source", "notes"]
        case .when: ["field", "values"]
        case .acknowledgement: ["dataset", "with", "withinMinutes", "source", "notes"]
        case .separation: ["one", "other", "source", "grade", "notes"]
        case .group: ["id", "name", "fields"]
        case .text: ["zh", "en"]
        case .publicity: ["opentype", "datasets", "source", "notes"]
        }
    }
}
