import Core

/// The registry file of the throw-away exchange.
enum DevelopmentRegistry {
    /// The file's JSON.
    ///
    /// - Parameters:
    ///   - from: first instant of the certifications.
    ///   - until: first instant after them.
    ///   - certificate: path of a platform's certificate, relative to the file.
    static func json(
        _ platforms: [DevelopmentPlatform],
        from: Instant,
        until: Instant,
        certificate: (DevelopmentPlatform) -> String
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.beginObject()
        writer.key("platforms")
        writer.beginArray()
        for platform in platforms {
            writer.beginObject()
            writer.member("id", platform.id)
            writer.member("code", platform.code)
            writer.member("code11", platform.code11)
            writer.key("name")
            writer.bilingual(platform.name)
            writer.member("body", platform.code)
            writer.member("plane", platform.plane.rawValue)
            writer.member("level", platform.level.rawValue)
            writer.member("region", platform.region)
            writer.key("sectors")
            writer.beginArray()
            for sector in platform.sectors ?? ["*"] { writer.string(sector) }
            writer.endArray()
            writer.key("certification")
            writer.beginObject()
            writer.member("state", "certified")
            writer.member("from", from.rfc3339)
            writer.member("until", until.rfc3339)
            writer.endObject()
            writer.key("certificates")
            writer.beginArray()
            writer.string(certificate(platform))
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
