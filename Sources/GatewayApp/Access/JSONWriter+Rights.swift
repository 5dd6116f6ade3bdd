import Core
import RoutingPolicy

extension JSONWriter {
    /// The array `name` of `rights`.
    mutating func rights(_ name: String, _ rights: [AccessRight]) {
        key(name)
        beginArray()
        for right in rights {
            beginObject()
            members(of: right)
            endObject()
        }
        endArray()
    }

    /// The members of a right, in an object that is open.
    mutating func members(of right: AccessRight) {
        member("principal", right.principal.text)
        member("operation", right.operation.rawValue)
        member("resource", right.resource.kind.rawValue)
        member("name", right.resource.name)
        member("pattern", right.resource.pattern.rawValue)
        member("host", right.host)
    }
}
