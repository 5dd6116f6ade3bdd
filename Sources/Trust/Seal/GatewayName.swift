/// The id of a gateway in configuration, trust list and seal.
package enum GatewayName {
    /// True for 1 to 64 lower-case letters, digits and `-`.
    package static func isValid(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
    }
}
