import Foundation

/// A listening TCP socket on one numeric address. Closed when the last reference goes.
package final class TCPListener: Sendable {
    /// The port, also when the system chose it.
    package let port: UInt16
    private let socket: SocketDescriptor

    private init(_ socket: SocketDescriptor, port: UInt16) {
        self.socket = socket
        self.port = port
    }

    /// Listens on `address`, a numeric IPv4 or IPv6 address.
    ///
    /// - Parameters:
    ///   - port: 0 lets the system choose.
    ///   - backlog: connections that the kernel keeps waiting.
    package static func make(address: String, port: UInt16, backlog: Int32 = 16) throws(SocketFailure) -> TCPListener {
        guard let target = SocketAddress(address, port: port) else {
            throw SocketFailure(call: "\(address) is not a numeric IP address", number: 0)
        }
        let number = Glibc.socket(target.family, Int32(SOCK_STREAM.rawValue), 0)
        guard number >= 0 else { throw .last("socket") }
        let socket = SocketDescriptor(adopting: number)
        var yes: Int32 = 1
        // Right because the option's value is one Int32 that lives across the call, and its size is passed.
        _ = unsafe setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard target.bind(number) else { throw .last("bind \(address) port \(port)") }
        guard listen(number, backlog) == 0 else { throw .last("listen") }
        guard let actual = SocketAddress.port(of: number) else { throw .last("getsockname") }
        return TCPListener(socket, port: actual)
    }

    /// Takes the next connection, waiting until `deadline` in monotonic nanoseconds.
    ///
    /// - Returns: nil when none came, when the connection was already gone, or after ``stop()``.
    package func accept(deadline: UInt64) -> TCPConnection? {
        guard socket.wait(for: POLLIN, until: deadline) else { return nil }
        // Null pointers: nobody wants the other side's address.
        let number = Glibc.accept(socket.number, nil, nil)
        guard number >= 0 else {
            // Out of descriptors or memory, the connection stays in the queue and would be offered again at once.
            if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(errno) { usleep(50_000) }
            return nil
        }
        return TCPConnection(SocketDescriptor(adopting: number))
    }

    /// Refuses further connections and wakes a thread that waits in ``accept(deadline:)``.
    package func stop() {
        shutdown(socket.number, Int32(SHUT_RDWR))
    }
}
