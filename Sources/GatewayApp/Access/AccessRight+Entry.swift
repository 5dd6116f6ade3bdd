import Bus
import RoutingPolicy

/// Between the words of the plan and the numbers of Kafka's protocol.
extension AccessRight {
    private static let kinds: [(number: Int32, kind: AccessResource.Kind)] = [
        (2, .topic), (3, .group), (4, .cluster), (AccessEntry.transactionalID, .transactionalID),
    ]
    private static let operations: [(number: Int32, operation: AccessOperation)] = [
        (2, .all), (3, .read), (4, .write), (5, .create), (6, .delete), (7, .alter), (8, .describe),
        (9, .clusterAction),
        (10, .describeConfigs), (11, .alterConfigs), (12, .idempotentWrite),
    ]
    private static let literal: Int32 = 3
    private static let prefixed: Int32 = 4

    /// The right in `entry`, allowed or denied; `untold` is the kind of a resource of type 0.
    init(_ entry: AccessEntry, untold: AccessResource.Kind) {
        let kind = AccessRight.kinds.first { $0.number == entry.resourceType }?.kind
        let pattern: AccessResource.Pattern = entry.patternType == AccessRight.prefixed ? .prefixed : .literal
        self.init(
            Principal(reported: entry.principal),
            AccessRight.operations.first { $0.number == entry.operation }?.operation ?? .unknown,
            AccessResource(
                kind ?? (entry.resourceType == 0 ? untold : .unknown),
                entry.resourceName,
                pattern
            ),
            host: entry.host
        )
    }

    /// The entry that allows this; nil where a word of it is unknown.
    var entry: AccessEntry? {
        guard let type = AccessRight.kinds.first(where: { $0.kind == resource.kind }),
            let number = AccessRight.operations.first(where: { $0.operation == operation })
        else { return nil }
        return AccessEntry(
            resourceType: type.number,
            resourceName: resource.name,
            patternType: resource.pattern == .prefixed ? AccessRight.prefixed : AccessRight.literal,
            principal: principal.text,
            host: host,
            operation: number.number,
            permission: AccessEntry.allowed
        )
    }
}
