/// A place of the output while a plan is made: an object, an array, or rows for one value.
final class TargetNode {
    enum Content {
        case object
        case array
        /// Rows of which the first with a value is written.
        case rows([Int])
        case each(Int)
    }

    let name: String?
    var content: Content
    private(set) var children: [TargetNode] = []
    /// Block conditions of a row with `rows`.
    var conditions: [ConditionPlan] = []
    var operations: OperationSet = [.add, .change, .delete]
    var uniqueRow: Int?
    /// True for the object that ends with the members passed on.
    var hasExtras = false

    init(name: String?, _ content: Content) {
        self.name = name
        self.content = content
    }

    /// The member called `name`; nil when there is none.
    func child(_ name: String) -> TargetNode? { children.first { $0.name == name } }

    /// Adds `node` behind what is there and returns it.
    func append(_ node: TargetNode) -> TargetNode {
        children.append(node)
        return node
    }

    /// All rows in and beneath the node.
    func rows(_ lists: [EachPlan]) -> [Int] {
        switch content {
        case .rows(let rows): rows
        case .each(let index): [lists[index].row]
        case .object, .array: children.flatMap { $0.rows(lists) }
        }
    }
}
