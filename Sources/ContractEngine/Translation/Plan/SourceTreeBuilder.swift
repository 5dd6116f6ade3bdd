internal import Core

/// Gathers the places that the rows of a plan name.
struct SourceTreeBuilder {
    private struct Draft {
        var names: [String] = []
        var children: [Int] = []
        var slot = -1
        var list = -1
        var element = -1
        var isIgnored = false
        var isBody = false
        var pointer: String
    }

    private var drafts = [Draft(pointer: "")]
    private(set) var slotCount = 0
    private(set) var listCount = 0

    /// The reference to the value at `tokens`; `*` means every element of an array.
    mutating func reference(_ tokens: [String]) -> ReferencePlan {
        let node = node(tokens)
        if tokens.contains("*") {
            if drafts[node].list < 0 {
                drafts[node].list = listCount
                listCount += 1
            }
            return .list(drafts[node].list)
        }
        if drafts[node].slot < 0 {
            drafts[node].slot = slotCount
            slotCount += 1
        }
        return .slot(drafts[node].slot)
    }

    /// Marks the place as one that reading leaves alone.
    mutating func ignore(_ tokens: [String]) { drafts[node(tokens)].isIgnored = true }

    /// Marks the object whose unknown members are passed on.
    mutating func passOn(_ tokens: [String]) { drafts[node(tokens)].isBody = true }

    private mutating func node(_ tokens: [String]) -> Int {
        var node = 0
        for token in tokens {
            let pointer = drafts[node].pointer + "/" + PointerText.escaped(token)
            if token == "*" {
                if drafts[node].element < 0 {
                    drafts[node].element = drafts.count
                    drafts.append(Draft(pointer: pointer))
                }
                node = drafts[node].element
            } else if let place = drafts[node].names.firstIndex(of: token) {
                node = drafts[node].children[place]
            } else {
                drafts[node].names.append(token)
                drafts[node].children.append(drafts.count)
                node = drafts.count
                drafts.append(Draft(pointer: pointer))
            }
        }
        return node
    }

    /// Field number of each slot that holds a field of a national record, else -1.
    func fields(_ numbers: [String: Int]) -> [Int] {
        var fields = [Int](repeating: -1, count: slotCount)
        for (name, child) in zip(drafts[0].names, drafts[0].children) where drafts[child].slot >= 0 {
            fields[drafts[child].slot] = numbers[name] ?? -1
        }
        return fields
    }

    /// The tree.
    func tree() -> SourceTree {
        let nodes = drafts.map { draft in
            SourceTree.Node(
                table: FieldTable(draft.names),
                children: draft.children,
                slot: draft.slot,
                list: draft.list,
                element: draft.element,
                lists: draft.element < 0 ? [] : lists(beneath: draft.element),
                isIgnored: draft.isIgnored,
                isBody: draft.isBody,
                pointer: draft.pointer
            )
        }
        return SourceTree(nodes: nodes, slotCount: slotCount, listCount: listCount)
    }

    /// Lists of a node and of what stands in it, but not inside further arrays.
    private func lists(beneath node: Int) -> [Int] {
        let own = drafts[node].list < 0 ? [] : [drafts[node].list]
        return own + drafts[node].children.flatMap { lists(beneath: $0) }
    }
}
