/// One input of libFuzzer: no signature is accepted over anything but what its signer signed.
///
/// The pointer is right because libFuzzer passes `count` readable bytes that stay valid during the call.
@c(LLVMFuzzerTestOneInput)
public func fuzzSignature(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    // A checkout without its vectors is no input's fault, and must not look like a clean run.
    precondition(SignatureOracle.shared != nil, "the test vectors cannot be read")
    let violation = SignatureOracle.shared?.violation(by: input)
    precondition(violation == nil, violation ?? "")
    return 0
}
