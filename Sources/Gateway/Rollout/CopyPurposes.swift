import Intake
import Rollout

extension BackendAbilities {
    /// The copies that routing may send to the back end.
    var copyPurposes: [CopyPurpose] {
        (takes.contains(.copies) ? [.derived, .observer] : []) + (takes.contains(.standby) ? [.standby] : [])
            + (takes.contains(.shadow) ? [.shadow] : [])
    }
}

extension DeliveryPurpose {
    /// What a copy goes out as: a back end tells copies from what it is to act on, and standby and shadow from those.
    init(_ purpose: CopyPurpose) {
        switch purpose {
        case .derived, .observer: self = .copy
        case .standby: self = .standby
        case .shadow: self = .shadow
        }
    }
}
