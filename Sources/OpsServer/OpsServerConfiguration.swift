/// How the operations server listens, and its bounds.
package struct OpsServerConfiguration: Sendable, Hashable {
    /// Numeric address; loopback unless the operator opens it.
    package var address = "127.0.0.1"
    /// Port; 0 lets the system choose.
    package var port: UInt16 = 9644
    /// Connections served at once; one more is answered 503. From 1 to 64.
    package var maximumConnections = 8
    /// Time in which the whole request head must have arrived.
    package var readLimit: Duration = .seconds(2)
    /// Time in which the answer must have been taken.
    package var writeLimit: Duration = .seconds(2)

    /// The defaults.
    package init() {}
}
