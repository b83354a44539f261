/// Which cipher an envelope's content is encrypted with: OpenSSL does not tell before it decrypts.
///
/// Walks the BER (X.690, 8.1) of a ContentInfo with EnvelopedData or AuthEnvelopedData to the algorithm of its content.
enum ContentCipher {
    /// The content bytes of the algorithm's object identifier; nil when the bytes are no such envelope.
    static func identifier(in envelope: ArraySlice<UInt8>) -> [UInt8]? {
        var reader = BER(envelope)
        // ContentInfo: the type, then [0] with the data.
        guard reader.enter(0x30), reader.skip(0x06), reader.enter(0xA0), reader.enter(0x30), reader.skip(0x02) else {
            return nil
        }
        if reader.peek == 0xA0 { guard reader.skip(0xA0) else { return nil } }
        // The recipients, then the content with its type and its algorithm.
        guard reader.skip(0x31), reader.enter(0x30), reader.skip(0x06), reader.enter(0x30) else { return nil }
        return reader.primitive(0x06).map(Array.init)
    }
}
