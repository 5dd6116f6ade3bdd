import Core

extension AuthorityComparison {
    /// What changes in how revocation is known.
    mutating func compareRevocation() {
        let (old, new) = (first.revocation, second.revocation)
        if old.check != new.check {
            // A check where there was none, or of other data, fails until that data is there.
            let isLooser = new.check == .none || (new.check == .any && old.check != .none)
            note(
                "revocation.check",
                isLooser ? .gain : mayLose,
                zh: "的吊销检查由 \(old.check.rawValue) 改为 \(new.check.rawValue)"
                    + (isLooser ? "" : "：取得相应数据之前其证书可能不可用"),
                en: "has revocation checked by \(new.check.rawValue) in place of \(old.check.rawValue)"
                    + (isLooser ? "" : ": its certificates may be unusable until that data is there")
            )
        }
        // What is not checked cannot be stale.
        if new.check == .none { return }
        if old.budget != new.budget {
            let isLonger =
                switch (old.budget, new.budget) {
                case (let before?, let after?): after > before
                default: false
                }
            note(
                "revocation.budgetHours",
                isLonger ? .gain : mayLose,
                zh: "的时效预算由 \(hours(old)) 改为 \(hours(new))" + (isLonger ? "" : "：已有数据可能随即过时"),
                en: "has a freshness budget of \(hours(new)) in place of \(hours(old))"
                    + (isLonger ? "" : ": data at hand may be stale at once")
            )
        }
        for use in TrustAuthority.Use.allCases where old.whenStale(use) != new.whenStale(use) {
            let isRefusal = new.whenStale(use) == .refuse
            note(
                "revocation.whenStale",
                isRefusal ? mayLose : .gain,
                zh: "在吊销数据过时时，\(use.rawValue) 由 \(old.whenStale(use).rawValue) 改为 \(new.whenStale(use).rawValue)",
                en: "with stale revocation data, \(use.rawValue) is \(isRefusal ? "refused" : "accepted") from now on"
            )
        }
        for (kind, before, after) in [("crl", old.crl, new.crl), ("ocsp", old.ocsp, new.ocsp)] where before != after {
            note(
                "revocation.\(kind)",
                .neutral,
                zh: "的 \(kind) 地址由 [\(before.joined(separator: ", "))] 改为 [\(after.joined(separator: ", "))]",
                en:
                    "publishes \(kind) at [\(after.joined(separator: ", "))] in place of [\(before.joined(separator: ", "))]"
            )
        }
    }

    private var mayLose: TrustListChange.Effect { wasRecognised ? .mayLose : .neutral }

    private func hours(_ policy: RevocationPolicy) -> String {
        policy.budget.map { "\($0.components.seconds / 3600) h" } ?? "nextUpdate"
    }
}
