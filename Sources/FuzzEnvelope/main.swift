import Core

/// One input of libFuzzer: the envelope keeps its laws on any headers.
///
/// The pointer is right because libFuzzer passes `count` readable bytes that stay valid during the call.
@c(LLVMFuzzerTestOneInput)
public func fuzzEnvelope(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let violation = EnvelopeLaws.violation(by: input)
    precondition(violation == nil, violation ?? "")
    return 0
}
