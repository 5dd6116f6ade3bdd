internal import Core

/// Ways through the output while a plan is made.
extension TargetNode {
    /// The object at `path` beneath this one, made where there is none; nil, reported at `key`, when something else
    /// stands on the way.
    func object(at path: some Collection<String>, _ scope: TranslationScope, _ key: String) -> TargetNode? {
        var node = self
        for token in path {
            if let child = node.child(token) {
                guard case .object = child.content else {
                    scope.report(key, zh: "\(token) 不是对象", en: "\(token) is no object")
                    return nil
                }
                node = child
            } else {
                node = node.append(TargetNode(name: token, .object))
            }
        }
        return node
    }

    /// The array `name` of this object, made when there is none; nil, reported at `key`, when it is something else.
    func array(_ name: String, _ scope: TranslationScope, _ key: String) -> TargetNode? {
        guard let child = child(name) else { return append(TargetNode(name: name, .array)) }
        guard case .array = child.content else {
            scope.report(key, zh: "\(name) 不是数组", en: "\(name) is no array")
            return nil
        }
        return child
    }
}
