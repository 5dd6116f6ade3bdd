import Foundation

/// A numeric address to listen on; names are not looked up.
enum SocketAddress {
    case version4(sockaddr_in)
    case version6(sockaddr_in6)

    /// Reads `127.0.0.1`, `0.0.0.0`, `::1` and the like; nil for anything else.
    init?(_ text: String, port: UInt16) {
        var four = sockaddr_in()
        // Right because each `inet_pton` reads a terminated string and writes one address of the family it is told,
        // into storage of exactly that type.
        if unsafe inet_pton(AF_INET, text, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            self = .version4(four)
            return
        }
        var six = sockaddr_in6()
        guard unsafe inet_pton(AF_INET6, text, &six.sin6_addr) == 1 else { return nil }
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = port.bigEndian
        self = .version6(six)
    }

    /// `AF_INET` or `AF_INET6`.
    var family: Int32 {
        switch self {
        case .version4: AF_INET
        case .version6: AF_INET6
        }
    }

    /// Binds `descriptor` to this address.
    func bind(_ descriptor: Int32) -> Bool {
        switch self {
        case .version4(let address): Self.bind(descriptor, to: address)
        case .version6(let address): Self.bind(descriptor, to: address)
        }
    }

    /// The port that the system gave to a bound socket.
    static func port(of descriptor: Int32) -> UInt16? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // Right because `sockaddr_storage` is large and aligned enough for every family, and the rebound pointer is
        // used only during the call; the port has the same place in both families (RFC 3493 §3.3).
        return unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            let isKnown = unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &length) == 0
            }
            guard isKnown else { return nil }
            return unsafe pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                unsafe UInt16(bigEndian: $0.pointee.sin_port)
            }
        }
    }

    private static func bind<Address>(_ descriptor: Int32, to address: Address) -> Bool {
        var copy = address
        // Right because `bind` reads exactly the size passed, which is that of the address, during the call only.
        return unsafe withUnsafePointer(to: &copy) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<Address>.size)) == 0
            }
        }
    }
}
