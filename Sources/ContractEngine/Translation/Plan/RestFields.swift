/// The fields of a contract that no row of a mapping names.
enum RestFields {
    /// Rows in `direction` for those that have a place by `rest`.
    static func rows(
        of mapping: MappingDefinition,
        _ program: ContractProgram,
        _ direction: DialectDirection
    ) -> [MappingRow] {
        let named = named(in: mapping)
        return program.fields.compactMap { field in
            guard !named.contains(field.name), let name = mapping.rest.foreignName(field.name) else { return nil }
            let foreign = "\(mapping.body)/\(PointerText.escaped(name))"
            return MappingRow(
                target: direction == .write ? foreign : field.name,
                source: .reference(direction == .write ? field.name : foreign),
                path: "rest.\(field.name)"
            )
        }
    }

    /// Fields that a row takes a value from or gives a value to, and those that are not mapped.
    static func named(in mapping: MappingDefinition) -> Set<String> {
        var names = Set(mapping.unmapped.keys)
        for row in mapping.write { names.formUnion(references(of: row)) }
        for row in mapping.read { names.insert(row.target) }
        return names
    }

    /// False for a row that writes a field which only other versions than `program` have, and nothing in its place.
    static func applies(_ row: MappingRow, to program: ContractProgram) -> Bool {
        guard case .reference(let name) = row.source, row.fallback == nil, !name.hasPrefix("@"), !name.hasPrefix("$")
        else { return true }
        return program.numbers[name] != nil
    }

    /// Names that a row and the rows in it take values from.
    static func references(of row: MappingRow) -> Set<String> {
        switch row.source {
        case .reference(let name): [name]
        case .constant: []
        case .concat(let parts), .first(let parts): Set(parts.flatMap(\.references))
        case .object(let rows): rows.reduce(into: []) { $0.formUnion(references(of: $1)) }
        case .each(let items, _, _, .rows(let rows)):
            rows.reduce(into: Set(items)) { $0.formUnion(references(of: $1)) }
        case .each(let items, _, _, .value(let value)): Set(items + value.references)
        }
    }
}
