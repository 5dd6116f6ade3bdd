internal import Core

extension TranslationCompiler {
    /// Adds what writes `node`, an element of the array with number `array` if it is one, to `steps`.
    mutating func emit(_ node: TargetNode, into steps: inout [OutputStep], array: Int = 0) {
        switch node.content {
        case .rows(let rows): steps.append(.rows(rows))
        case .each(let index):
            if lists[index].appends { lists[index].array = array }
            steps.append(.each(index))
        case .object, .array:
            let isArray = if case .array = node.content { true } else { false }
            if isArray { arrays += 1 }
            let own = isArray ? arrays : 0
            let number = blocks.count
            blocks.append(
                BlockPlan(
                    key: node.name.map(Self.key) ?? [],
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
