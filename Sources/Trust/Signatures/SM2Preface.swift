import COpenSSL

/// What SM2 hashes before a message: Z, the SM3 digest over distinguishing id, curve and public key (GB/T 32918.2 §5.5).
///
/// It is the same for every message under one key. OpenSSL computes it anew for each; that costs a thirtieth of a verification.
enum SM2Preface {
    /// Z for `key`, an SM2 key that is only borrowed, under the distinguishing id `id`; nil when the key has no point or the
    /// library no SM3.
    static func bytes(of key: OpaquePointer, id: [UInt8]) -> [UInt8]? {
        guard let bits = UInt16(exactly: id.count * 8), let x = unsafe coordinate("qx", of: key),
            let y = unsafe coordinate("qy", of: key)
        else { return nil }
        let length = [UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits)]
        let digest = DigestMethod.sm3.digest(length + id + curve + x + y)
        return digest.count == coordinateSize ? digest : nil
    }

    private static let coordinateSize = 32

    /// a, b and the base point of the curve (GB/T 32918.5), 32 bytes each.
    private static let curve =
        Hexadecimal.decode(
            """
            fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc\
            28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93\
            32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7\
            bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0
            """.utf8
        ) ?? []

    /// A coordinate of the public point, in 32 bytes.
    private static func coordinate(_ name: String, of key: OpaquePointer) -> [UInt8]? {
        var number: OpaquePointer?
        // The number is new and belongs to the caller; the buffer has the length that the library is told.
        guard unsafe EVP_PKEY_get_bn_param(key, name, &number) == 1, let number = unsafe number else { return nil }
        defer { unsafe BN_free(number) }
        var bytes = [UInt8](repeating: 0, count: coordinateSize)
        return unsafe BN_bn2binpad(number, &bytes, Int32(coordinateSize)) == Int32(coordinateSize) ? bytes : nil
    }
}
