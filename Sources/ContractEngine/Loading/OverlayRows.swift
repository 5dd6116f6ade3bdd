internal import Core

/// The rows of an overlay laid over the rows of a definition.
enum OverlayRows {
    /// Lays `rows` over `definitions`: a row with the id of an existing one is merged with it and read anew, another is
    /// read as it is and added at the end.
    ///
    /// - Parameters:
    ///   - key: the key with the id.
    ///   - touched: takes the ids of all rows.
    ///   - read: reads a whole row, given the definition it replaces.
    static func apply<Definition>(
        _ rows: [DefinitionReader],
        to definitions: inout [Definition],
        named key: String,
        _ touched: inout Set<String>,
        id: KeyPath<Definition, String>,
        node: KeyPath<Definition, JSONNode>,
        read: (DefinitionReader, Definition?) -> Definition?
    ) {
        var seen: Set<String> = []
        for row in rows {
            guard let name = row.string(key) else { continue }
            if !seen.insert(name).inserted {
                row.report(key, zh: "\(name) 重复", en: "\(name) occurs twice")
                continue
            }
            touched.insert(name)
            guard let place = definitions.firstIndex(where: { $0[keyPath: id] == name }) else {
                // What a row changes whose own definition is broken cannot be told.
                if row.isBroken(name) { continue }
                if let added = read(row.withNode(row.node), nil) { definitions.append(added) }
                continue
            }
            let whole = merge(row.node, into: definitions[place][keyPath: node])
            let merged = row.withNode(whole, quietly: row.isDented(name))
            if let changed = read(merged, definitions[place]) { definitions[place] = changed }
        }
    }

    /// The members of `base` with those of `row` in their place or behind them; a `null` takes a member away.
    static func merge(_ row: JSONNode, into base: JSONNode) -> JSONNode {
        guard case .object(let changes) = row, case .object(var members) = base else { return row }
        for change in changes {
            let place = members.firstIndex { $0.name == change.name }
            switch (place, change.value) {
            case (let place?, .null): members.remove(at: place)
            case (let place?, _): members[place] = change
            case (nil, .null): continue
            case (nil, _): members.append(change)
            }
        }
        return .object(members)
    }
}
