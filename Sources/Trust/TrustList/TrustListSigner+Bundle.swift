extension TrustListSigner {
    /// True when `signature`, a detached CMS SignedData in DER, is that of this key over `bytes`.
    package func isSignature(_ signature: [UInt8], over bytes: [UInt8]) -> Bool {
        fault(of: signature, over: bytes) == nil
    }
}
