import COpenSSL
import Core

/// Answers one ``PathQuestion`` with OpenSSL's own path building and checking; used once, on one thread.
///
/// OpenSSL knows no distinguishing id for CRLs: a list signed with SM2 that it finds wrong is judged again here, inside
/// its callback, over the bytes received.
final class PathCheck {
    private let question: PathQuestion
    private let answers: [OCSPAnswer]
    private var refusal: PathAnswer.Refusal?

    /// A check of `question` with its OCSP responses read.
    private init(_ question: PathQuestion, answers: [OCSPAnswer]) {
        self.question = question
        self.answers = answers
    }

    /// The answer to `question`, by one path.
    static func answer(to question: PathQuestion) -> PathAnswer {
        var answers: [OCSPAnswer] = []
        for (index, der) in question.answers.enumerated() {
            switch OCSPAnswer.parse(der) {
            case .success(let answer): answers.append(answer)
            case .failure(let fault):
                return .unreadable(
                    BilingualText(
                        zh: "第 \(index + 1) 份 OCSP 响应：\(fault.message.zh)",
                        en: "OCSP response \(index + 1): \(fault.message.en)"
                    )
                )
            }
        }
        guard let lists = unsafe Handle<RevocationListStackKind>(adopting: hutong_CRL_stack_new()) else {
            return .unreadable(outOfMemory)
        }
        for (index, der) in question.lists.enumerated() {
            guard add(der, to: lists) else {
                return .unreadable(
                    BilingualText(
                        zh: "第 \(index + 1) 份吊销列表无法解析",
                        en: "revocation list \(index + 1) cannot be parsed"
                    )
                )
            }
        }
        return PathCheck(question, answers: answers).run(lists)
    }

    /// anyPolicy (RFC 5280 §4.2.1.4).
    private static let anyPolicy = "2.5.29.32.0"
    private static let outOfMemory = BilingualText(zh: "密码库内存不足", en: "the library has no memory")

    private static func add(_ der: [UInt8], to lists: borrowing Handle<RevocationListStackKind>) -> Bool {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        guard der.count <= RevocationList.maximumLength else { return false }
        // The bytes live during the call; OpenSSL copies what it keeps.
        return unsafe der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            let end = unsafe buffer.baseAddress.map { unsafe $0 + buffer.count }
            guard let list = unsafe d2i_X509_CRL(nil, &cursor, buffer.count) else { return false }
            // The stack takes the list over when the push succeeds.
            guard unsafe cursor == end, unsafe lists.withPointer({ unsafe hutong_CRL_stack_push($0, list) }) > 0 else {
                unsafe X509_CRL_free(list)
                return false
            }
            return true
        }
    }

    private func run(_ lists: borrowing Handle<RevocationListStackKind>) -> PathAnswer {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        guard let store = unsafe Handle<StoreKind>(adopting: X509_STORE_new()),
            let others = unsafe Handle<CertificateStackKind>(adopting: hutong_X509_stack_new()),
            let context = unsafe Handle<StoreContextKind>(adopting: X509_STORE_CTX_new())
        else { return .unreadable(Self.outOfMemory) }
        for anchor in question.anchors {
            // The store takes a reference of its own; one certificate given twice is no fault.
            unsafe store.withPointer { store in
                _ = unsafe anchor.withPointer { unsafe X509_STORE_add_cert(store, $0) }
            }
        }
        for certificate in question.intermediates {
            // The stack borrows; the question outlives it.
            unsafe others.withPointer { others in
                _ = unsafe certificate.withPointer { unsafe hutong_X509_stack_push(others, $0) }
            }
        }
        let path: [Certificate] = unsafe context.withPointer { context in
            unsafe store.withPointer { store in
                unsafe others.withPointer { others in
                    unsafe lists.withPointer { unsafe verify(context, store, others, $0) }
                }
            }
        }
        if refusal == nil { refusal = purposeRefusal(path) ?? revocationRefusal(path) }
        return PathAnswer(refusal: refusal, path: path)
    }

    /// Runs the verification; the four objects outlive the call, and the context lets go of them with it.
    private func verify(
        _ context: OpaquePointer,
        _ store: OpaquePointer,
        _ others: OpaquePointer,
        _ lists: OpaquePointer
    ) -> [Certificate] {
        unsafe question.leaf.withPointer { leaf in
            guard unsafe X509_STORE_CTX_init(context, store, leaf, others) == 1,
                let parameters = unsafe X509_STORE_CTX_get0_param(context), unsafe configure(parameters),
                // The callback reaches this object, which outlives the call, through application data 0.
                unsafe X509_STORE_CTX_set_ex_data(context, 0, Unmanaged.passUnretained(self).toOpaque()) == 1
            else {
                refuse(error: X509_V_ERR_UNSPECIFIED, depth: 0, question.leaf)
                return [question.leaf]
            }
            unsafe X509_STORE_CTX_set0_crls(context, lists)
            unsafe X509_STORE_CTX_set_verify_cb(context, Self.callback)
            let result = unsafe X509_verify_cert(context)
            let path = unsafe certificates(of: X509_STORE_CTX_get0_chain(context))
            if result != 1, refusal == nil {
                refuse(error: unsafe X509_STORE_CTX_get_error(context), depth: 0, question.leaf)
            }
            return path.isEmpty ? [question.leaf] : path
        }
    }

    private func configure(_ parameters: OpaquePointer) -> Bool {
        unsafe X509_VERIFY_PARAM_set_time(parameters, time_t(question.time.milliseconds / 1000))
        unsafe X509_VERIFY_PARAM_set_depth(parameters, 32)
        unsafe X509_VERIFY_PARAM_set_auth_level(parameters, question.purpose == .any ? 0 : 2)
        var flags = X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_POLICY_CHECK
        if question.requiresExplicitPolicy { flags |= X509_V_FLAG_EXPLICIT_POLICY }
        if question.inhibitsPolicyMapping { flags |= X509_V_FLAG_INHIBIT_MAP }
        if question.inhibitsAnyPolicy { flags |= X509_V_FLAG_INHIBIT_ANY }
        if question.revocation == .crl || question.revocation == .any {
            flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL
            flags |= X509_V_FLAG_EXTENDED_CRL_SUPPORT | X509_V_FLAG_USE_DELTAS
        }
        // An empty set would mean that no policy is acceptable.
        for policy in question.policies.isEmpty ? [Self.anyPolicy] : question.policies {
            guard let object = unsafe OBJ_txt2obj(policy, 1) else { return false }
            // The parameters own the object once it is taken.
            guard unsafe X509_VERIFY_PARAM_add0_policy(parameters, object) == 1 else {
                unsafe ASN1_OBJECT_free(object)
                return false
            }
        }
        if let name = question.dnsName, unsafe X509_VERIFY_PARAM_set1_host(parameters, name, 0) != 1 { return false }
        let purpose: Int32 =
            switch question.purpose {
            case .any, .signing, .personalSigning, .encryption: X509_PURPOSE_ANY
            case .timestamping: X509_PURPOSE_TIMESTAMP_SIGN
            case .serverAuth: X509_PURPOSE_SSL_SERVER
            case .clientAuth: X509_PURPOSE_SSL_CLIENT
            }
        return unsafe X509_VERIFY_PARAM_set_purpose(parameters, purpose) == 1
            && X509_VERIFY_PARAM_set_flags(parameters, UInt(flags)) == 1
    }

    /// OpenSSL's verify callback. Paths to the signers of revocation lists are checked in contexts of their own, whose
    /// outermost parent has the application data.
    private static let callback: @convention(c) (Int32, OpaquePointer?) -> Int32 = { passed, context in
        guard passed != 1 else { return 1 }
        guard let context = unsafe context else { return 0 }
        var outermost = unsafe context
        while let parent = unsafe X509_STORE_CTX_get0_parent_ctx(outermost) { unsafe outermost = unsafe parent }
        // The check put itself there and outlives the call.
        guard let data = unsafe X509_STORE_CTX_get_ex_data(outermost, 0) else { return 0 }
        let check = unsafe Unmanaged<PathCheck>.fromOpaque(data).takeUnretainedValue()
        guard unsafe check.passes(context, isNested: outermost != context) else { return 0 }
        unsafe X509_STORE_CTX_set_error(context, X509_V_OK)
        return 1
    }

    /// Whether what OpenSSL found in `context` is no fault after all; else the refusal is noted.
    private func passes(_ context: OpaquePointer, isNested: Bool) -> Bool {
        let error = unsafe X509_STORE_CTX_get_error(context)
        let depth = Int(unsafe X509_STORE_CTX_get_error_depth(context))
        let chain = unsafe X509_STORE_CTX_get0_chain(context)
        let path = unsafe certificates(of: chain)
        if error == X509_V_ERR_CRL_SIGNATURE_FAILURE, unsafe isSM2List(context, path, depth) { return true }
        if PathErrors.isUnavailable(error) {
            // An anchor is trusted because it is given; no list of its own can change that.
            let length = unsafe chain.map { Int(unsafe hutong_X509_stack_count($0)) } ?? 0
            if length > 0, depth == length - 1 { return true }
            if !isNested, question.revocation == .any, let state = state(of: path, at: depth) {
                if state == .good { return true }
                refusal = refusal ?? revocationRefusal(path)
            }
        }
        if refusal == nil {
            let certificate = path.indices.contains(depth) ? path[depth] : question.leaf
            let list = unsafe X509_STORE_CTX_get0_current_crl(context).flatMap { unsafe Self.name(of: $0) }
            refuse(error: error, depth: depth, certificate, list: list, isNested: isNested)
        }
        return false
    }

    /// True when the list at hand verifies with SM2 under the standard distinguishing id and the key of its issuer, whom
    /// OpenSSL chose: the one set apart, or else the next certificate of the path.
    private func isSM2List(_ context: OpaquePointer, _ path: [Certificate], _ depth: Int) -> Bool {
        guard let list = unsafe X509_STORE_CTX_get0_current_crl(context),
            unsafe X509_CRL_get_signature_nid(list) == NID_SM2_with_SM3,
            let last = path.last
        else { return false }
        var issuer = depth + 1 < path.count ? path[depth + 1] : last
        if let chosen = unsafe X509_STORE_CTX_get0_current_issuer(context) {
            guard let known = unsafe certificate(at: chosen) else { return false }
            issuer = known
        }
        guard
            let encoded = unsafe DEREncoding.bytes(
                limit: RevocationList.maximumLength,
                { unsafe i2d_X509_CRL(list, $0) }
            ),
            let signature = RevocationList.signature(of: encoded)
        else { return false }
        return signature.verify(under: issuer) == .valid
    }

    /// Sort, issuer, number and thisUpdate of a list, for messages.
    private static func name(of list: OpaquePointer) -> String? {
        let issuer = unsafe DistinguishedName.text(of: X509_CRL_get_issuer(list))
        guard let time = unsafe X509_CRL_get0_lastUpdate(list), let instant = unsafe Instant(asn1: time) else {
            return nil
        }
        var number = ""
        if let value = unsafe RevocationList.number(in: list, NID_crl_number)?.value { number = " \(value)" }
        return "CRL\(number) (\(issuer), thisUpdate \(instant.rfc3339))"
    }

    /// The path as our own objects, which hold the same pointers; it breaks off where one is not known.
    private func certificates(of chain: OpaquePointer?) -> [Certificate] {
        guard let chain = unsafe chain else { return [] }
        var path: [Certificate] = []
        for index in stride(from: Int32(0), to: unsafe hutong_X509_stack_count(chain), by: 1) {
            guard let element = unsafe hutong_X509_stack_get0(chain, index),
                let known = unsafe certificate(at: element)
            else { break }
            path.append(known)
        }
        return path
    }

    private func certificate(at pointer: OpaquePointer) -> Certificate? {
        for candidates in [[question.leaf], question.anchors, question.intermediates] {
            // Only compared, never followed.
            if let found = candidates.first(where: { unsafe $0.withPointer { $0 == pointer } }) { return found }
        }
        return nil
    }
}

extension PathCheck {
    /// For signing and encryption: what OpenSSL has no purpose for.
    private func purposeRefusal(_ path: [Certificate]) -> PathAnswer.Refusal? {
        let use: TrustAuthority.Use
        switch question.purpose {
        case .signing: use = .platformSigning
        case .personalSigning: use = .personalSigning
        case .encryption: use = .encryption
        case .any, .timestamping, .serverAuth, .clientAuth: return nil
        }
        let problems = LeafRule.problems(of: question.leaf, for: use) + UsageRule.problems(of: path, for: use)
        return problems.first.map { PathAnswer.Refusal(rule: $0.rule, message: $0.message, depth: 0) }
    }

    /// What the OCSP responses say about the certificates below the anchor.
    private func revocationRefusal(_ path: [Certificate]) -> PathAnswer.Refusal? {
        guard question.revocation == .ocsp || question.revocation == .any else { return nil }
        for depth in path.indices.dropLast() {
            let place = TrustProblem.place(path[depth], depth: depth)
            switch state(of: path, at: depth) {
            case .good: continue
            case .revoked(let date, let reason):
                let why = reason?.name ?? "unspecified"
                return PathAnswer.Refusal(
                    rule: "path.revoked",
                    message: BilingualText(
                        zh: "\(place.zh)自 \(date.rfc3339) 起已被吊销（\(why)，OCSP）",
                        en: "\(place.en) is revoked since \(date.rfc3339) (\(why), OCSP)"
                    ),
                    depth: depth
                )
            case .unknown, nil:
                // With either sort asked for, the lists have answered.
                if question.revocation == .any { continue }
                return PathAnswer.Refusal(
                    rule: "path.revocation-unknown",
                    message: BilingualText(
                        zh: "没有\(place.zh)在 \(question.time.rfc3339) 可用的 OCSP 响应",
                        en: "no OCSP response for \(place.en) that holds at \(question.time.rfc3339)"
                    ),
                    depth: depth
                )
            }
        }
        return nil
    }

    /// The newest verified OCSP answer about a certificate of `path` as of the time asked for; nil without one. A
    /// revocation that has begun counts however old the answer is.
    private func state(of path: [Certificate], at depth: Int) -> RevocationState? {
        guard depth + 1 < path.count else { return nil }
        let (certificate, issuer) = (path[depth], path[depth + 1])
        let serial = certificate.serialContent
        let known = answers.filter { answer in
            guard answer.serial == serial, answer.speaks(about: issuer) else { return false }
            if case .success = OCSPResponderRule.signer(of: answer, for: issuer) { return true }
            return false
        }
        guard let newest = known.max(by: { $0.thisUpdate < $1.thisUpdate }) else { return nil }
        if case .revoked(let date, _) = newest.state { return date <= question.time ? newest.state : .good }
        // Without a nextUpdate newer information is always at hand (RFC 6960 §2.4), so the answer proves nothing later.
        let isFresh = newest.nextUpdate.map { question.time < $0 } ?? (question.time <= newest.thisUpdate)
        return isFresh && newest.thisUpdate <= question.time.advanced(byMilliseconds: RevocationBook.tolerance)
            ? newest.state : nil
    }

    private func refuse(
        error: Int32,
        depth: Int,
        _ certificate: Certificate,
        list: String? = nil,
        isNested: Bool = false
    ) {
        let place = TrustProblem.place(certificate, depth: depth)
        let reason = PathErrors.words(error)
        let data = list.map { BilingualText(zh: "；依据：\($0)", en: ", by \($0)") }
        let nested = isNested ? BilingualText(zh: "吊销列表签发者的证书链：", en: "path of a list's signer: ") : nil
        refusal = PathAnswer.Refusal(
            rule: PathErrors.rule(error),
            message: BilingualText(
                zh: "\(nested?.zh ?? "")\(place.zh)：\(reason.zh)（时刻 \(question.time.rfc3339)）\(data?.zh ?? "")",
                en: "\(nested?.en ?? "")\(place.en): \(reason.en) (as of \(question.time.rfc3339))\(data?.en ?? "")"
            ),
            depth: depth
        )
    }
}
