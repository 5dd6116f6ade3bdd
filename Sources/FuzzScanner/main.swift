import Core
import Foundation

/// One input of libFuzzer: the scanner keeps its laws on any bytes, and accepts nothing that Foundation's
/// JSONSerialization refuses, numbers beyond `Double` apart.
///
/// The pointer is right because libFuzzer passes `count` readable bytes that stay valid during the call.
@c(LLVMFuzzerTestOneInput)
public func fuzzScanner(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let violation = JSONScannerLaws.violation(by: input)
    precondition(violation == nil, violation ?? "")
    var tape = JSONTape()
    guard tape.scan(input.span) == nil else { return 0 }
    for index in 0..<tape.count where tape[index].kind == .number {
        if input[tape[index].range].contains(where: { $0 | 0x20 == 0x65 }) { return 0 }
    }
    let isForeign = (try? JSONSerialization.jsonObject(with: Data(input), options: .fragmentsAllowed)) != nil
    precondition(isForeign, "JSONSerialization refuses what the scanner accepts")
    return 0
}
