/// Who may fetch from the network: nothing that a record passes through can call it, since it cannot even name it.
enum NetworkRules {
    /// Names and the folders in which they may stand.
    private static let places: [(words: [String], folders: [String])] = [
        (["HTTPClient", "FetchAttempt"], ["Sources/Trust/Fetching/", "Sources/GatewayApp/TrustData/"]),
        (["OSSL_HTTP_", "BIO_new_connect", "BIO_do_connect", "OCSP_sendreq"], ["Sources/Trust/Fetching/"]),
        (["TrustWork"], ["Sources/GatewayApp/TrustData/", "Sources/GatewayApp/Commands/Trust/"]),
        (["URLSession", "getaddrinfo", "gethostbyname", "X509_load_http", "X509_CRL_load_http"], []),
    ]

    static func violations(in file: SourceFile) -> [Violation] {
        guard !file.target.hasPrefix("Fuzz") else { return [] }
        return file.code.flatMap { line, text in
            places.flatMap { place -> [Violation] in
                guard !place.folders.contains(where: { file.path.hasPrefix($0) }) else { return [] }
                return place.words.filter { text.contains($0) }.map {
                    file.violation(line, "\($0) outside of what fetches revocation data")
                }
            }
        }
    }
}
