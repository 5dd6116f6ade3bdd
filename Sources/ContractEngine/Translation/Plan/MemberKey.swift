internal import Core

/// The name of a member as it stands in the output.
enum MemberKey {
    /// `name` quoted, and the colon.
    static func bytes(_ name: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.string(name)
        return writer.bytes + [0x3a]
    }
}
