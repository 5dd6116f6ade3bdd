import Core

/// What must hold between the platforms of a registry.
struct RegistryRules {
    let platforms: [(path: String, platform: RegisteredPlatform)]
    let log: MistakeLog

    func check(separation: Bool) {
        unique("id", \.id)
        unique("code", \.code)
        unique("code11", \.code11)
        checkPrincipals()
        checkRegions()
        checkEncryption(separation: separation)
        if separation { checkSeparation() }
    }

    private func unique(_ key: String, _ value: (RegisteredPlatform) -> String?) {
        var first: [String: String] = [:]
        for (path, platform) in platforms {
            guard let value = value(platform) else { continue }
            if let other = first.updateValue(path, forKey: value) {
                log.report(
                    .duplicate,
                    at: "\(path).\(key)",
                    zh: "与 \(other).\(key) 重复",
                    en: "the same as \(other).\(key)"
                )
            }
        }
    }

    /// Nobody comes to the broker as another platform. An entry whose `id` is a duplicate is told of once.
    private func checkPrincipals() {
        var first: [Principal: (path: String, id: String)] = [:]
        for (path, platform) in platforms {
            guard let other = first.updateValue((path, platform.id), forKey: platform.principal) else { continue }
            guard other.id != platform.id else { continue }
            log.report(
                .duplicate,
                at: "\(path).principal",
                zh: "与 \(other.path) 同为 \(platform.principal.text)：一个主体不得用于两个平台",
                en:
                    "\(platform.principal.text) is also that of \(other.path): one principal may not serve two platforms"
            )
        }
    }

    /// A province is written with four zeros; a city has its own two digits.
    private func checkRegions() {
        for (path, platform) in platforms {
            let isWholeProvince = platform.region.hasSuffix("0000")
            switch platform.level {
            case .province where !isWholeProvince:
                log.report(
                    .invalid,
                    at: "\(path).region",
                    zh: "省级平台的区划代码须以 0000 结尾",
                    en: "the region of a province ends with 0000"
                )
            case .city where isWholeProvince:
                log.report(
                    .invalid,
                    at: "\(path).region",
                    zh: "市级平台的区划代码须含市代码",
                    en: "the region of a city names the city"
                )
            default:
                break
            }
        }
    }

    /// Who takes ciphertext says for which certificates; a trading platform takes none (DATA-SPEC §7.3).
    private func checkEncryption(separation: Bool) {
        for (path, platform) in platforms where platform.acceptsEncrypted {
            if platform.encryptionCertificates.isEmpty {
                log.report(
                    .missing,
                    at: "\(path).encryptionCertificates",
                    zh: "接收密文的平台须登记加密证书",
                    en: "a platform that takes encrypted content names the certificates for it"
                )
            }
            if separation, platform.plane == .trading {
                log.report(
                    .separation,
                    at: "\(path).acceptsEncrypted",
                    zh: "交易平台不得接收加密的封存数据",
                    en: "a trading platform takes no sealed data, encrypted or not"
                )
            }
        }
    }

    /// Rule R6: trading and supervision are given to different bodies, and no certificate serves both.
    private func checkSeparation() {
        var ofBody: [String: [Int]] = [:]
        var ofCertificate: [String: [Int]] = [:]
        for (place, (_, platform)) in platforms.enumerated() where platform.plane == .trading {
            ofBody[platform.body, default: []].append(place)
            for certificate in platform.certificates { ofCertificate[certificate, default: []].append(place) }
        }
        for (path, platform) in platforms where platform.plane == .supervision {
            let bodies = ofBody[platform.body] ?? []
            let certificates = Set(platform.certificates.flatMap { ofCertificate[$0] ?? [] })
            for place in certificates.union(bodies).sorted() {
                let (otherPath, other) = platforms[place]
                if other.body == platform.body {
                    log.report(
                        .separation,
                        at: "\(path).body",
                        zh: "同一主体不得兼有交易与监督职能(另见 \(otherPath))",
                        en: "one body may not hold a trading and a supervision role (see \(otherPath))"
                    )
                }
                if certificates.contains(place) {
                    log.report(
                        .separation,
                        at: "\(path).certificates",
                        zh: "同一证书不得用于交易平台与监督平台(另见 \(otherPath))",
                        en: "one certificate may not serve a trading and a supervision platform (see \(otherPath))"
                    )
                }
            }
        }
    }
}
