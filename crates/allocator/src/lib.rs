//! One word to the system's allocator, and the only unsafe line of the house.

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
