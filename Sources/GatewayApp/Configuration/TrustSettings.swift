/// How this process gets and shares trust data.
package struct TrustSettings: Sendable, Hashable {
    /// True when it fetches CRLs and OCSP answers.
    package var fetch: Bool
    /// How often every source is asked, and files are looked at, in seconds.
    package var pollSeconds: Int
    /// Longest time for one exchange with a source, in seconds.
    package var timeoutSeconds: Int
    /// Largest answer of a source, in MiB.
    package var maximumMegabytes: Int
    /// `http://host:port` of a proxy; nil for none.
    package var proxy: String?
    /// True puts a nonce into OCSP requests.
    package var nonce: Bool
    /// Directories in which CRLs and OCSP answers are left as files, for closed networks and exports of LDAP directories.
    package var directories: [String]

    /// All values, with the documented defaults.
    package init(
        fetch: Bool = true,
        pollSeconds: Int = 60,
        timeoutSeconds: Int = 10,
        maximumMegabytes: Int = 32,
        proxy: String? = nil,
        nonce: Bool = false,
        directories: [String] = []
    ) {
        self.fetch = fetch
        self.pollSeconds = pollSeconds
        self.timeoutSeconds = timeoutSeconds
        self.maximumMegabytes = maximumMegabytes
        self.proxy = proxy
        self.nonce = nonce
        self.directories = directories
    }
}
