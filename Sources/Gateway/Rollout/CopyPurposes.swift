import Intake
import Rollout

extension BackendAbilities {
    /// The copies that routing may send to the back end.
    var copyPurposes: [CopyPurpose] {
        (takes.contains(.copies) ? [.derived, .observer] : []) + (takes.contains(.standby) ? [.standby] : [])
    }
}
