package import Core

/// A platform as it is registered at this exchange. There is one of each and nobody copies it: routing hands platforms on
/// for every record and every recipient.
///
/// What a decision reads lies in the object itself, in few bytes, and all platforms of a registry lie side by side in
/// memory: among ten thousand of them a decision waits for little more than among thirty. Everything else is in ``entry``.
package final class RegisteredPlatform: Sendable {
    /// ``sectors``, in the form in which they are compared.
    private let classes: SectorSet
    /// ``certification`` as a period, empty where there is none.
    private let certified: Range<Int64>
    /// What of ``region`` binds it.
    let scope: RegionScope
    /// ``region``, in the form in which it is compared.
    let place: RegionCode?
    /// What the platform is to the flows.
    package let role: ExchangeRole
    /// How much of the region code binds it.
    package let level: AdministrativeLevel
    /// ``code``, in the form in which it is compared.
    private let source: NameKey?
    /// What the registry says of it.
    let entry: PlatformEntry

    /// The platform of `entry`.
    package init(_ entry: PlatformEntry) {
        self.entry = entry
        role = entry.role
        level = entry.level
        source = NameKey(entry.code)
        scope = RegionScope(entry.region, at: entry.level)
        place = RegionCode(entry.region)
        certified = entry.certification.period
        classes = SectorSet(entry.sectors)
    }

    /// The function that the platform serves.
    package var plane: Plane { role.plane }

    /// True when `region` lies in this platform's region: a city answers for its city and its counties, a province
    /// for the whole province, the nation for all.
    package func covers(region other: String) -> Bool { RegionCode(other).map(scope.covers) ?? false }

    /// True when the platform may take part at `time`: what ``certification`` says, without following its options.
    package func isCertified(at time: Instant) -> Bool { certified.contains(time.milliseconds) }

    /// True when `code` is its platform code: what ``code`` says, without following it.
    package func isNamed(_ code: String) -> Bool {
        guard let source else { return code == self.code }
        return NameKey(code) == source
    }

    /// True when records of `sector` fall to it; those without a class fall only to who has them all.
    func isResponsible(for sector: SectorCode?) -> Bool { classes.contains(sector) }
}

/// One is the same as itself only: another loading of the registry has other platforms.
extension RegisteredPlatform: Hashable {
    /// True for one platform of one registry.
    package static func == (first: RegisteredPlatform, second: RegisteredPlatform) -> Bool { first === second }

    /// Hashes which one it is.
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
