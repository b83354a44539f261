#ifndef MILEPOST_CSCAN_H
#define MILEPOST_CSCAN_H

// Which of sixteen bytes, or of sixty-four, are what is looked for. In C, since Swift has no way to the instruction that
// gathers the highest bits of sixteen bytes, and gathering them by multiplication takes four times as long.
#include <stdint.h>
#include <string.h>

typedef uint8_t milepost_bytes __attribute__((vector_size(16)));

/// The highest bits of sixteen bytes, the first byte's being the lowest.
static inline __attribute__((always_inline)) uint64_t milepost_high_bits(milepost_bytes bytes) {
#if defined(__SSE2__)
    typedef char signed_bytes __attribute__((vector_size(16)));
    return (uint16_t)__builtin_ia32_pmovmskb128((signed_bytes)bytes);
#else
    uint64_t words[2];
    memcpy(words, &bytes, sizeof words);
    // The multiplication moves the lowest bit of each byte, in order, into the highest byte; little-endian only.
    uint64_t low = ((words[0] >> 7) & 0x0101010101010101u) * 0x0102040810204080u >> 56;
    uint64_t high = ((words[1] >> 7) & 0x0101010101010101u) * 0x0102040810204080u >> 56;
    return low | high << 8;
#endif
}

/// Sixteen bytes that need not be aligned.
static inline __attribute__((always_inline)) milepost_bytes milepost_load(const void *from) {
    milepost_bytes bytes;
    memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

/// Which of the 64 bytes from an address on are one of five bytes or a control character below blank: a bit for each, the
/// first byte's being the lowest. Reads 64 bytes.
static inline __attribute__((always_inline)) uint64_t milepost_separators(
    const void *from, uint8_t first, uint8_t second, uint8_t third, uint8_t fourth, uint8_t fifth) {
    uint64_t found = 0;
    for (int part = 0; part < 4; part++) {
        milepost_bytes bytes = milepost_load((const char *)from + 16 * part);
        // A control character has none of the three highest bits.
        milepost_bytes is_found = (milepost_bytes)(
            (bytes == first) | (bytes == second) | (bytes == third) | (bytes == fourth) | (bytes == fifth)
            | ((bytes & 0xE0) == 0));
        found |= milepost_high_bits(is_found) << 16 * part;
    }
    return found;
}

/// Which of the 64 bytes from an address on are a byte. Reads 64 bytes.
static inline __attribute__((always_inline)) uint64_t milepost_matches(const void *from, uint8_t byte) {
    uint64_t found = 0;
    for (int part = 0; part < 4; part++) {
        milepost_bytes bytes = milepost_load((const char *)from + 16 * part);
        found |= milepost_high_bits((milepost_bytes)(bytes == byte)) << 16 * part;
    }
    return found;
}
#endif
