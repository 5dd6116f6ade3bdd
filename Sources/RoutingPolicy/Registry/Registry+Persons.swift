import Core

extension Registry {
    /// The persons of a platform's entry.
    static func persons(of object: ConfigurationObject, log: MistakeLog) -> [RegisteredPerson] {
        var seen: Set<RegisteredPerson.Reference> = []
        return object.list("persons", required: false).compactMap { path, value in
            guard
                let entry = ConfigurationObject(
                    value,
                    at: path,
                    as: RegistryObject.person,
                    log: log
                )
            else { return nil }
            let reference = certificate(of: entry)
            let name = entry.text("name", required: false)
            let scenes = scenes(of: entry)
            guard let reference, let scenes else { return nil }
            if !seen.insert(reference).inserted {
                log.report(
                    .duplicate,
                    at: entry.key("certificate"),
                    zh: "同一证书登记了两次",
                    en: "the certificate is registered twice"
                )
            }
            return RegisteredPerson(certificate: reference, name: name, scenes: scenes)
        }
    }

    private static func certificate(of entry: ConfigurationObject) -> RegisteredPerson.Reference? {
        guard let text = entry.text("certificate") else { return nil }
        let prefix = "sha-256:"
        guard text.hasPrefix(prefix) else { return .file(text) }
        let digits = text.utf8.dropFirst(prefix.utf8.count)
        guard digits.count == 64, digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
            entry.log.report(
                .invalid,
                at: entry.key("certificate"),
                zh: "指纹须为 sha-256: 加 64 位小写十六进制数字",
                en: "a thumbprint is sha-256: and 64 lower-case hexadecimal digits"
            )
            return nil
        }
        return .keyID(text)
    }

    private static func scenes(of entry: ConfigurationObject) -> Set<UsageScene>? {
        guard entry.value("scenes") != nil else { return [.signature] }
        var scenes: Set<UsageScene> = []
        for (path, text) in entry.texts("scenes") {
            guard let scene = UsageScene(rawValue: text) else {
                let allowed = UsageScene.allCases.map(\.rawValue).joined(separator: ", ")
                entry.log.report(.invalid, at: path, zh: "须为下列之一：\(allowed)", en: "must be one of: \(allowed)")
                return nil
            }
            scenes.insert(scene)
        }
        guard !scenes.isEmpty else {
            entry.log.report(.invalid, at: entry.key("scenes"), zh: "至少须有一项", en: "must have at least one item")
            return nil
        }
        return scenes
    }
}
