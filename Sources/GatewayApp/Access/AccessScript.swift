import RoutingPolicy

/// Rights and quotas as commands for `kafka-acls` and `kafka-configs`, for operators who administer the cluster with Kafka's
/// own tools. Each command may be repeated: what is there already is left alone.
struct AccessScript {
    /// Rights to add.
    let added: [AccessRight]
    /// Rights to take away.
    let removed: [AccessRight]
    /// False to print ``removed`` as comments.
    let prunes: Bool
    /// The platforms' principals, to whom the quota is given.
    let platforms: [Principal]
    /// What each of them may use.
    let quota: QuotaSettings

    /// Most resources named in one command.
    private static let chunk = 50

    /// Rights that one command can name together.
    private struct Group: Hashable, Comparable {
        let principal: Principal
        let kind: AccessResource.Kind
        let pattern: AccessResource.Pattern
        let host: String
        let operations: [AccessOperation]

        static func < (one: Group, other: Group) -> Bool {
            if one.principal != other.principal { return one.principal < other.principal }
            let (left, right) = (one.operations.map(\.rawValue), other.operations.map(\.rawValue))
            if left != right { return left.lexicographicallyPrecedes(right) }
            return (one.kind.rawValue, one.pattern.rawValue, one.host)
                < (other.kind.rawValue, other.pattern.rawValue, other.host)
        }
    }

    /// The lines of the script.
    var lines: [String] {
        var lines = [
            "#!/bin/sh", "# BOOTSTRAP=host:port COMMAND_CONFIG=admin.properties sh this-file", "set -eu",
            #"acls() { "${KAFKA_ACLS:-kafka-acls.sh}" --bootstrap-server "$BOOTSTRAP" --command-config "$COMMAND_CONFIG" "$@"; }"#,
            #"configs() { "${KAFKA_CONFIGS:-kafka-configs.sh}" --bootstrap-server "$BOOTSTRAP" --command-config "$COMMAND_CONFIG" "$@"; }"#,
        ]
        lines += AccessScript.commands("--add", added)
        let removals = AccessScript.commands("--remove --force", removed)
        lines += prunes ? removals : removals.map { "# surplus: \($0)" }
        lines += quotas
        return lines
    }

    private var quotas: [String] {
        let settings = [
            quota.producerBytes.map { "producer_byte_rate=\($0)" },
            quota.consumerBytes.map { "consumer_byte_rate=\($0)" },
            quota.requestPercent.map { "request_percentage=\($0)" },
        ].compactMap(\.self)
        guard !settings.isEmpty else { return [] }
        return platforms.sorted().map { principal in
            "configs --alter --entity-type users --entity-name \(AccessScript.quoted(principal.name)) --add-config "
                + AccessScript.quoted(settings.joined(separator: ","))
        }
    }

    private static func commands(_ action: String, _ rights: [AccessRight]) -> [String] {
        let byResource = Dictionary(grouping: rights) { right in
            AccessRight(right.principal, .all, right.resource, host: right.host)
        }
        var names: [Group: [String]] = [:]
        for (key, rights) in byResource {
            let group = Group(
                principal: key.principal,
                kind: key.resource.kind,
                pattern: key.resource.pattern,
                host: key.host,
                operations: rights.map(\.operation).sorted()
            )
            names[group, default: []].append(key.resource.name)
        }
        return names.sorted { $0.key < $1.key }.flatMap { group, names in
            let sorted = names.sorted()
            return stride(from: 0, to: sorted.count, by: chunk).map { start in
                command(action, group, Array(sorted[start..<min(start + chunk, sorted.count)]))
            }
        }
    }

    private static func command(_ action: String, _ group: Group, _ names: [String]) -> String {
        // Kafka's tool has words for more than this program; what is not known here is somebody's else.
        let isKnown = group.kind != .unknown && !group.operations.contains(.unknown)
        var words = [
            isKnown ? "acls" : "# not expressible: acls", action, "--allow-principal", quoted(group.principal.text),
        ]
        if group.host != "*" { words += ["--allow-host", quoted(group.host)] }
        words += group.operations.flatMap { ["--operation", $0.rawValue] }
        if group.pattern == .prefixed { words += ["--resource-pattern-type", group.pattern.rawValue] }
        if group.kind == .cluster {
            words.append("--cluster")
        } else {
            words += names.flatMap { ["--\(group.kind.rawValue)", quoted($0)] }
        }
        return words.joined(separator: " ")
    }

    /// `text` as one word of a POSIX shell.
    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
