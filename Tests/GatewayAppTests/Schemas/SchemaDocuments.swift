import Core
import Foundation
import Testing

/// Sound documents of each kind that have every key, small enough to be spoilt a thousand times.
enum SchemaDocuments {
    /// A file of the checkout as a tree.
    static func shipped(_ path: String) throws -> JSONNode {
        let file = Checkout.root + "/" + path
        return try ConfigurationDocument.parse(Array(Data(contentsOf: URL(fileURLWithPath: file))), file: file)
    }

    /// The national table, cut down to what concerns `datasets`, with the keys that it does not use.
    static func flowTable(about datasets: Set<String>) throws -> JSONNode {
        let national = try shipped("Contracts/flows/national.json")
        let names = Dictionary(
            try #require(national["datasets"]).elements.map { (($0["number"] ?? .null).line, $0["name"]?.text ?? "") }
        ) { first, _ in first }
        func concerns(_ reference: JSONNode?) -> Bool {
            guard let reference else { return false }
            return datasets.contains(reference.text ?? names[reference.line] ?? "")
        }
        func cut(_ rule: JSONNode) -> JSONNode? {
            let less = rule.filtering("datasets") { concerns($0) ? $0 : nil }
            return less["datasets"]?.elements.isEmpty == true ? nil : less
        }
        var shown: Set<String> = []
        var table = national.with("$schema", .string("../docs/specs/flow-table.schema.json"))
            .filtering("datasets") { concerns($0["name"]) ? $0 : nil }
            .filtering("flows", cut)
            .filtering("opentypes", cut)
        let used = Set((table["flows"]?.elements ?? []).compactMap { $0["view"]?.text })
        for key in ["sealed", "facts", "acknowledgements"] {
            table = table.filtering(key) { concerns($0["dataset"]) ? $0 : nil }
        }
        table = table.filtering("views") { view in
            guard concerns(view["contract"]), used.contains(view["id"]?.text ?? "") else { return nil }
            var masks: Set<JSONNode?> = []
            // One field for each way of showing it.
            let less = view.filtering("fields") { masks.insert($0["mask"]).inserted ? $0 : nil }
            for name in less["fields"]?.elements.compactMap({ $0["name"]?.text }) ?? [] { shown.insert(name) }
            return less
        }
        table = table.filtering("groups") { group in
            let less = group.filtering("fields") { field in
                shown.contains(field.text?.split(separator: "/").last.map(String.init) ?? "") ? field : nil
            }
            return less["fields"]?.elements.isEmpty == true ? nil : less
        }
        .filtering("apart") { $0["other"]?.text == "credit" ? $0 : nil }
        // Keys that the national table leaves out.
        return table.filtering("sealed") { $0.with("encrypted", .array([.string("supervision")])) }
            .filtering("facts") { $0.with("source", .string("R7")) }
            .filtering("opentypes") { $0.with("notes", .string("-")) }
            .filtering("acknowledgements") { $0.with("notes", .string("-")) }
    }

    /// Four platforms that have every key of a registry between them.
    static func registry() throws -> JSONNode {
        let text = """
            {"$schema": "registry.schema.json", "platforms": [
              {"id": "city-trade", "code": "12350100000000019K", "code11": "E3501000001",
               "name": {"zh": "交易平台", "en": "Trading platform"}, "body": "12350100000000019K", "plane": "trading",
               "level": "city", "region": "350100", "sectors": ["A01", "A02"],
               "certification": {"state": "certified", "from": "2020-01-01T00:00:00Z", "until": "2099-12-31T00:00:00.5+08:00"},
               "certificates": ["trade.pem"], "principal": "User:CN=trade,O=x", "dialect": "ceb", "profile": "fujian",
               "persons": [{"certificate": "person.pem", "name": "某人", "scenes": ["signature", "login"]},
                           {"certificate": "sha-256:\(String(repeating: "0a", count: 32))"}],
               "approverSignature": "require", "authorised": ["TENDER_PROJECT"]},
              {"id": "province-service", "code": "12350000000000020K", "name": {"zh": "服务平台", "en": "Service platform"},
               "body": "12350000000000020K", "plane": "service", "level": "province", "region": "350000", "sectors": ["*"],
               "certification": {"state": "suspended"}},
              {"id": "nation-water", "code": "11350000000000030K", "name": {"zh": "监管", "en": "Supervision"},
               "body": "11350000000000030K", "plane": "supervision", "level": "nation", "region": "000000",
               "sectors": ["*"], "departments": ["11350000000000030K", "B2"],
               "certification": {"state": "none", "from": "2020-01-01T00:00:00Z"},
               "acceptsEncrypted": true, "encryptionCertificates": ["water.pem"]},
              {"id": "province-credit", "code": "11350000000000040K", "name": {"zh": "信用", "en": "Credit"},
               "body": "11350000000000040K", "plane": "adjacent", "system": "credit", "level": "province",
               "region": "350000", "sectors": ["*"],
               "certification": {"state": "certified", "from": "2020-01-01t00:00:00z", "until": "2099-12-31T00:00:00-01:30"}}
            ]}
            """
        return try JSONNode.parse(Array(text.utf8))
    }

    /// A configuration with every key.
    static func configuration() throws -> JSONNode {
        let text = """
            {"$schema": "configuration.schema.json", "brokers": "a.example:9092, [::1]:9093", "servicePlatform": "city",
             "registry": "r.json", "trustList": "t.json", "trustAuthority": "t.pem", "contracts": "C", "flows": "f.json",
             "seal": {"id": "gate-1", "key": "gate.pem", "certificate": "gate.cert.pem", "passphrase": "fd:3"},
             "masking": {"key": "credential:masking"},
             "keys": {"city-trade": {"key": "pkcs11:object=x", "certificate": "c.pem", "passphrase": "file:/run/p",
                                     "form": "cms", "algorithm": "sm2-sm3"}},
             "topics": {"partitions": 48, "replication": 3, "minInSyncReplicas": 2},
             "worker": {"instance": "gw-1", "batch": 1000, "waitMilliseconds": 20, "clockSkewHours": 24,
                        "maximumPayloadBytes": 65536, "parkingMinutes": 60, "deliveryReceipts": true,
                        "breaker": {"window": 500, "refusedPercent": 95, "recordsPerBatch": 20, "retryMinutes": 10},
                        "closing": {"afterDays": 1826, "forgetDays": 10}},
             "trust": {"fetch": true, "pollSeconds": 60, "timeoutSeconds": 10, "maximumMegabytes": 32,
                       "proxy": "http://cache.example:3128", "nonce": false, "directories": ["crls"]},
             "certUsage": {"componentsCode": "E3500000001"},
             "access": {"workers": {"admission.trading": "User:a"}, "operator": "User:o", "administrators": ["User:CN=x"],
                        "quota": {"producerBytes": 1048576, "consumerBytes": 1048576, "requestPercent": 50}},
             "ops": {"listen": "127.0.0.1:9644"},
             "openssl": {"configuration": "openssl.cnf", "providers": ["default"]},
             "embedded": false, "kafka": {"security.protocol": "ssl", "socket.timeout.ms": 50000},
             "log": {"format": "json", "level": "info"}}
            """
        return try JSONNode.parse(Array(text.utf8))
    }
}
