extension ContractProgram {
    /// True when records with the same values of `fields` cannot but be in one case: one of the fields names the case, or
    /// begins with one that does by a rule of kind `prefix` that is not off.
    package func bindsToCase(_ fields: [String]) -> Bool {
        var bound: Set<String> = [routing.case]
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for rule in definition.rules where rule.policy != .off {
                guard case .prefix(let field, let prefix) = rule.demand, bound.contains(prefix) else { continue }
                if bound.insert(field).inserted { isGrowing = true }
            }
        }
        return !bound.isDisjoint(with: fields)
    }
}
