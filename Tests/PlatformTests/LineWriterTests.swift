import Foundation
import Platform
import Testing

struct LineWriterTests {
    @Test func writesLinesInOrder() throws {
        let pipe = Pipe()
        let writer = LineWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        for index in 0..<100 { #expect(writer.write(Array("line \(index)\n".utf8))) }
        #expect(writer.flush(within: .seconds(30)))
        #expect(writer.close(within: .seconds(30)))
        #expect(!writer.write([0x0A]), "closed")
        try pipe.fileHandleForWriting.close()
        let text = try #require(try pipe.fileHandleForReading.readToEnd())
        #expect(String(decoding: text, as: UTF8.self) == (0..<100).map { "line \($0)\n" }.joined())
    }

    /// Nobody reads the pipe: its 64 KiB fill, then the queue, then lines are dropped; nothing waits.
    @Test func aReaderThatStoppedHoldsNobodyUp() throws {
        let pipe = Pipe()
        let writer = LineWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor, capacity: 32)
        let line = [UInt8](repeating: 0x61, count: 4096)
        var dropped = 0
        for _ in 0..<200 where !writer.write(line) { dropped += 1 }
        // At most 16 lines in the pipe, 32 with the thread, 32 in the queue.
        #expect(dropped >= 200 - 80)
        #expect(!writer.flush(within: .milliseconds(20)))
        let reading = pipe.fileHandleForReading
        let reader = NamedThread("reader") { _ = try? reading.readToEnd() }
        #expect(writer.flush(within: .seconds(30)))
        #expect(writer.close(within: .seconds(30)))
        try pipe.fileHandleForWriting.close()
        #expect(reader.join(within: .seconds(30)))
    }
}
