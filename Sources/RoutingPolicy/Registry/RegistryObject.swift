/// The kinds of objects in a registry; raw values are their names in docs/specs/registry.schema.json.
enum RegistryObject: String, CaseIterable, ConfigurationShape {
    case registry, platform, text, certification, person

    /// `$schema` tells editors where the schema is.
    var keys: Set<String> {
        switch self {
        case .registry: ["$schema", "platforms"]
        case .platform: RegistryObject.platformKeys
        case .text: ["zh", "en"]
        case .certification: ["state", "from", "until"]
        case .person: ["certificate", "name", "scenes"]
        }
    }

    /// Made once, for registries of ten thousand platforms.
    private static let platformKeys: Set = [
        "id", "code", "code11", "name", "body", "plane", "system", "level", "region", "sectors", "departments",
        "certification", "certificates", "dialect", "principal", "profile", "persons", "approverSignature",
        "acceptsEncrypted", "encryptionCertificates", "authorised",
    ]
}
