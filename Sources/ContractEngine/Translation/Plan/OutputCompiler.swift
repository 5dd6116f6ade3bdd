internal import Core

/// Turns the places of the output into steps, and keeps the blocks and lists that steps name by number.
struct OutputCompiler {
    private(set) var blocks: [BlockPlan] = []
    private(set) var lists: [EachPlan] = []
    private var arrays = 0

    /// A number for an array, no other array's.
    mutating func newArray() -> Int {
        arrays += 1
        return arrays
    }

    /// Takes `list` in and returns its number.
    mutating func add(_ list: EachPlan) -> Int {
        lists.append(list)
        return lists.count - 1
    }

    /// The steps that write `node`, which stands in the array numbered `array`; 0 for none.
    mutating func emit(_ node: TargetNode, into steps: inout [OutputStep], array: Int = 0) {
        switch node.content {
        case .rows(let rows): steps.append(.rows(rows))
        case .each(let index):
            if lists[index].appends { lists[index].array = array }
            steps.append(.each(index))
        case .object, .array:
            let isArray = if case .array = node.content { true } else { false }
            let own = isArray ? newArray() : 0
            let number = blocks.count
            blocks.append(
                BlockPlan(
                    key: node.name.map(MemberKey.bytes) ?? [],
                    isArray: isArray,
                    conditions: node.conditions,
                    operations: node.operations,
                    end: 0,
                    uniqueRow: node.uniqueRow,
                    array: array
                )
            )
            steps.append(.open(number))
            for child in node.children { emit(child, into: &steps, array: own) }
            if node.hasExtras { steps.append(.extras) }
            blocks[number].end = steps.count
            steps.append(.close(number))
        }
    }
}
