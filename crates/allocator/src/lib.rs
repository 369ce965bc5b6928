//! Two words to the system's allocator, and the only unsafe lines of the house.

/// Large buffers are mapped each on its own from here on, in bytes.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const MAPPED_BYTES: libc::c_int = 256 << 10;

/// Has large buffers go back to the system when they are freed.
///
/// The C library of GNU raises the size from which it does so whenever such a buffer is freed, up to
/// 32 MB. An import frees large buffers all the time, between small things that stay, and they could
/// not go back. Elsewhere this does nothing.
pub fn give_large_buffers_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[expect(unsafe_code, reason = "a call of the C library")]
    // SAFETY: `mallopt` may be called at any time, and takes no pointers.
    unsafe {
        // It fails only for values out of range; then all stays as it was.
        libc::mallopt(libc::M_MMAP_THRESHOLD, MAPPED_BYTES);
    }
}

/// Gives back to the system what was freed and is kept for later. After much was computed, that is the most of what a
/// process holds.
///
/// Takes some hundred milliseconds for gigabytes. Elsewhere this does nothing.
pub fn give_back_what_is_free() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[expect(unsafe_code, reason = "a call of the C library")]
    // SAFETY: `malloc_trim` may be called at any time, takes no pointers, and touches no memory that anybody has.
    unsafe {
        // Whether there was anything to give back is of no interest.
        libc::malloc_trim(0);
    }
}
