/// The protocols of the package, what they require, and who says to conform to them.
struct Requirements {
    private var members: [String: Set<String>] = [:]
    private var conformances: [String: Set<String>] = [:]

    init(_ files: [SourceFile]) {
        for file in files {
            for declaration in NamingRules.declarations(in: file) where declaration.isTopLevel {
                conformances[declaration.name, default: []].formUnion(declaration.inherited)
                guard declaration.kind == "protocol" else { continue }
                let body = file.code.drop { $0.line <= declaration.line }.prefix { $0.text != "}" }
                members[declaration.name, default: []].formUnion(body.map { DocumentationRules.memberName($0.text) })
            }
        }
    }

    /// True when `member` of `type` implements a requirement of a protocol that the type names.
    func cover(_ member: String, of type: String) -> Bool {
        guard !member.isEmpty else { return false }
        return (conformances[type] ?? []).contains { members[$0]?.contains(member) ?? false }
    }
}
