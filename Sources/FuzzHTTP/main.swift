import OpsServer

/// One input of libFuzzer: the request parser keeps its laws on any bytes.
///
/// The pointer is right because libFuzzer passes `count` readable bytes that stay valid during the call.
@c(LLVMFuzzerTestOneInput)
public func fuzzHTTPRequest(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let violation = HTTPParserLaws.violation(by: input)
    precondition(violation == nil, violation ?? "")
    return 0
}
