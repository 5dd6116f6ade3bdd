/// One entry of a broker's list of rights (ACL), in the numbers of Kafka's protocol (KIP-140, KIP-290), so that one which
/// this program has no word for is not lost.
package struct AccessEntry: Sendable, Hashable {
    /// 2 topic, 3 group, 4 cluster, 5 transactional id; 0 where the library does not tell.
    package var resourceType: Int32
    /// Name or beginning of it; `*` alone is every name.
    package var resourceName: String
    /// 3 literal, 4 prefixed.
    package var patternType: Int32
    /// Type and name, `User:trade`.
    package var principal: String
    /// Address, or `*`.
    package var host: String
    /// 2 all, 3 read, 4 write, 5 create, 6 delete, 7 alter, 8 describe, 9 cluster action, 10 describe configs, 11 alter
    /// configs, 12 idempotent write.
    package var operation: Int32
    /// 2 denied, 3 allowed.
    package var permission: Int32

    /// Number of transactional ids among the types of resources.
    package static let transactionalID: Int32 = 5
    /// Number of an allowing entry among the permissions.
    package static let allowed: Int32 = 3

    /// An entry.
    package init(
        resourceType: Int32,
        resourceName: String,
        patternType: Int32,
        principal: String,
        host: String,
        operation: Int32,
        permission: Int32
    ) {
        self.resourceType = resourceType
        self.resourceName = resourceName
        self.patternType = patternType
        self.principal = principal
        self.host = host
        self.operation = operation
        self.permission = permission
    }
}
