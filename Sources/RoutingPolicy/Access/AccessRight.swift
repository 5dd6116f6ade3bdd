/// One thing that one principal may do: what Kafka calls an ACL with permission `ALLOW`.
package struct AccessRight: Sendable, Hashable, Comparable {
    /// Who.
    package let principal: Principal
    /// What he may do.
    package let operation: AccessOperation
    /// With what.
    package let resource: AccessResource
    /// From which address; `*` from all.
    package let host: String

    /// A right, from everywhere unless `host` says otherwise.
    package init(
        _ principal: Principal,
        _ operation: AccessOperation,
        _ resource: AccessResource,
        host: String = "*"
    ) {
        self.principal = principal
        self.operation = operation
        self.resource = resource
        self.host = host
    }

    /// True when whoever has this right can do with it everything that `other` allows.
    package func covers(_ other: AccessRight) -> Bool {
        principal.covers(other.principal) && operation.implies(other.operation) && resource.covers(other.resource)
            && (host == "*" || host == other.host)
    }

    /// For people: `User:trade Write topic submit.trade`.
    package var text: String {
        "\(principal.text) \(operation.rawValue) \(resource.text)" + (host == "*" ? "" : " @ \(host)")
    }

    /// By principal, resource, operation and host.
    package static func < (one: AccessRight, other: AccessRight) -> Bool {
        if one.principal != other.principal { return one.principal < other.principal }
        if one.resource != other.resource { return one.resource < other.resource }
        return (one.operation.rawValue, one.host) < (other.operation.rawValue, other.host)
    }
}
