import COpenSSL

/// Collects every fault of one path instead of stopping at the first. One verification on one thread uses it.
final class ChainFaultCollector {
    /// The faults in the order of discovery, each once.
    private(set) var faults: [ChainFault] = []

    /// Adds `fault` unless it is known; a path has few certificates, so 16 are plenty.
    func add(_ fault: ChainFault) {
        guard faults.count < 16, !faults.contains(fault) else { return }
        faults.append(fault)
    }

    /// OpenSSL's verify callback: notes the fault and lets the check go on. Whatever the final result of
    /// `X509_verify_cert`, one noted fault refuses the path.
    static let callback: @convention(c) (Int32, OpaquePointer?) -> Int32 = { passed, context in
        guard passed != 1 else { return 1 }
        // Application data 0 is the collector that `AnchorSet.check` put there; it lives until the call returns.
        guard let context = unsafe context, let data = unsafe X509_STORE_CTX_get_ex_data(context, 0) else { return 0 }
        let collector = unsafe Unmanaged<ChainFaultCollector>.fromOpaque(data).takeUnretainedValue()
        collector.add(
            ChainFault(
                error: unsafe X509_STORE_CTX_get_error(context),
                depth: Int(unsafe X509_STORE_CTX_get_error_depth(context))
            )
        )
        return 1
    }
}
