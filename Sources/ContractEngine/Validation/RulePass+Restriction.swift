extension RulePass {
    /// The pass with those rules alone that look at no other fields than `fields`, by number.
    func restricted(to fields: Set<Int>) -> RulePass {
        let kept = plans.indices.filter { self.fields(of: plans[$0]).isSubset(of: fields) }
        return RulePass(
            plans: kept.map { plans[$0] },
            texts: kept.map { texts[$0] },
            conditions: conditions,
            beginnings: beginnings,
            fields: self.fields,
            groups: groups,
            amounts: amounts,
            ratios: ratios,
            clocks: clocks,
            calendar: calendar
        )
    }

    /// Numbers of all fields that `plan` looks at.
    private func fields(of plan: RulePlan) -> Set<Int> {
        var looked = Set(conditions[plan.conditions].map(\.field) + conditions[plan.exceptions].map(\.field))
        switch plan.demand {
        case .required(let places), .itemsMatch(let places): looked.formUnion(fields[places])
        case .forbidden(let field): looked.insert(field)
        case .prefix(let field, let prefix): looked.formUnion([field, prefix])
        case .compare(let left, _, let right): looked.formUnion([left, right])
        case .amount(let field, let number):
            looked.insert(field)
            if let unit = amounts[number].unit { looked.insert(unit) }
        case .oneOf(let places): looked.formUnion(groups[places].flatMap { fields[$0] })
        case .clock(let number): looked.formUnion([clocks[number].from, clocks[number].to])
        case .ratio(let field, let number):
            looked.formUnion([field, ratios[number].whole])
            looked.formUnion([ratios[number].unit, ratios[number].wholeUnit].compactMap { $0 })
        }
        return looked
    }
}
