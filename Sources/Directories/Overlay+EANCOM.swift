extension Overlay {
    /// What of GS1's EANCOM is public enough to be carried here.
    ///
    /// EANCOM says which parts of a directory's messages are used, and adds codes. Its tables belong to GS1 and are not
    /// here; these are the facts that its users can rely on everywhere: the association code (UNH 0057, `EAN008`) is always
    /// sent, the agency is UN, and LIN identifies a trade item by a GTIN of fourteen digits at most. Codes that end in `E`
    /// and codes of other agencies are warnings with and without this overlay.
    public static let eancom = Overlay(changes: [
        Change("UNH/S009/0057", use: .mandatory), Change("UNH/S009/0051", codes: ["UN"]),
    ])

    /// What ``eancom`` says of messages that have lines of trade items.
    public static let eancomLines = ["ORDERS", "ORDCHG", "ORDRSP", "DESADV", "RECADV", "INVOIC", "PRICAT", "INVRPT"].map
    {
        Overlay(message: $0, changes: [Change("*/LIN/C212/7140", length: 1...14)])
    }
}
