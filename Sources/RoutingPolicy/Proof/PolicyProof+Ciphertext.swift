import Core

/// What may pass before its release because it is encrypted for its recipient (docs/specs/topics.md §7a).
extension PolicyProof {
    /// Sealed data that may go to trading platforms as ciphertext, and trading platforms that say they take some: whoever
    /// bids learns nothing early, in whichever form (DATA-SPEC §7.3).
    func ciphertextTowardsTrading() -> [Counterexample] {
        let declared = model.flows.seals.filter { $0.encrypted.contains(.trading) }.map { seal in
            Counterexample(
                [seal.dataset, seal.until.rawValue, ExchangeRole.trading.rawValue],
                zh: "\(seal.dataset) 可在 \(seal.until.rawValue) 之前以密文送交易平台",
                en: "\(seal.dataset) may go to trading platforms encrypted before \(seal.until.rawValue)"
            )
        }
        let taking = model.registry.platforms.filter { $0.plane == .trading && $0.acceptsEncrypted }.map { platform in
            Counterexample(
                [platform.id, Plane.trading.rawValue],
                zh: "交易平台 \(platform.id) 登记为接收加密的封存数据",
                en: "the trading platform \(platform.id) is registered as one that takes sealed data encrypted"
            )
        }
        return declared + taking
    }

    /// Ciphertext cannot be cut: its sender cuts it to the view of the flow. Towards a role to which no flow of the data set
    /// leads there is no view, so nobody has said what the recipient may see.
    func uncutCiphertext() -> [Counterexample] {
        model.flows.seals.flatMap { seal in
            seal.unreached { role in
                model.flows.flows.contains { flow in
                    flow.to == role && flow.datasets.contains(seal.dataset)
                        && model.flows.view(flow.view, of: seal.dataset) != nil
                }
            }.map { role in
                Counterexample(
                    [seal.dataset, role.rawValue],
                    zh: "\(seal.dataset) 可以密文送 \(role.rawValue) 类平台，却没有流向规定其可见字段",
                    en:
                        "\(seal.dataset) may go encrypted to platforms of the role \(role.rawValue), and no flow says what is seen there"
                )
            }
        }
    }
}
