import CLibCurl

/// Settings of a libcurl handle, put one after the other; whether all were taken is asked once.
struct CurlSettings {
    private let handle: UnsafeMutableRawPointer
    private(set) var areTaken = true

    init(_ handle: UnsafeMutableRawPointer) { self.handle = handle }

    mutating func set(_ option: CURLoption, _ value: String) { take(milepost_curl_set_string(handle, option, value)) }

    mutating func set(_ option: CURLoption, _ value: Int) { take(milepost_curl_set_long(handle, option, value)) }

    mutating func set(_ option: CURLoption, size: Int) { take(milepost_curl_set_size(handle, option, Int64(size))) }

    mutating func set(_ option: CURLoption, pointer: UnsafeRawPointer?) {
        take(milepost_curl_set_pointer(handle, option, UnsafeMutableRawPointer(mutating: pointer)))
    }

    mutating func take(_ result: CURLcode) {
        if result != CURLE_OK { areTaken = false }
    }
}
