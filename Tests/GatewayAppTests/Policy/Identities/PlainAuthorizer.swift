import RoutingPolicy

/// A broker's authorizer by its plain rule: what no right in the list allows is refused.
struct PlainAuthorizer {
    private let rights: [AccessRight]

    /// One that knows these rights and nothing else.
    init(_ rights: [AccessRight]) { self.rights = rights }

    /// True when some right of `principal`, or of everybody, is for this topic and operation.
    func allows(_ principal: Principal, _ operation: AccessOperation, topic: String) -> Bool {
        rights.contains { right in
            guard right.principal == principal || right.principal.text == "User:*", right.resource.kind == .topic else {
                return false
            }
            let isFor =
                right.resource.pattern == .literal
                ? right.resource.name == topic || right.resource.name == "*" : topic.hasPrefix(right.resource.name)
            return isFor && (right.operation == operation || right.operation == .all)
        }
    }
}
