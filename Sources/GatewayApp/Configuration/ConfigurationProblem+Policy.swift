import Core
package import RoutingPolicy

extension ConfigurationProblem {
    /// A mistake in the registry or the flows.
    package init(_ mistake: PolicyMistake) {
        self.init(
            Code(rawValue: mistake.code.rawValue) ?? .invalid,
            file: mistake.file,
            key: mistake.key,
            zh: mistake.message.zh,
            en: mistake.message.en
        )
    }
}
