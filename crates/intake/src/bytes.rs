//! The bytes of an archive, wherever they lie, to be read from several threads at once.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

/// An archive inside another is held in memory up to this size, and in a temporary file beyond.
const MEMORY_LIMIT: usize = 8 << 20;

/// Bytes with a place in them; clones have places of their own.
#[derive(Clone, Debug)]
pub(crate) struct SharedBytes {
    bytes: Where,
    position: u64,
    length: u64,
}

#[derive(Clone, Debug)]
enum Where {
    Memory(Arc<[u8]>),
    File(Arc<File>),
}

impl SharedBytes {
    /// A file's bytes.
    pub fn of_file(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { bytes: Where::File(Arc::new(file)), position: 0, length })
    }

    /// What a reader gives, spilled to a temporary file where it is much.
    pub fn collect(head: &[u8], mut rest: impl Read) -> io::Result<Self> {
        let mut memory = head.to_vec();
        rest.by_ref().take((MEMORY_LIMIT.saturating_sub(head.len())) as u64).read_to_end(&mut memory)?;
        if memory.len() < MEMORY_LIMIT {
            let length = memory.len() as u64;
            return Ok(Self { bytes: Where::Memory(memory.into()), position: 0, length });
        }
        let mut file = tempfile::tempfile()?;
        file.write_all(&memory)?;
        io::copy(&mut rest, &mut file)?;
        Self::of_file(file)
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.length
    }
}

impl Read for SharedBytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &self.bytes {
            Where::Memory(bytes) => {
                let from = (self.position as usize).min(bytes.len());
                (&bytes[from..]).read(buffer)?
            }
            Where::File(file) => read_at(file, buffer, self.position)?,
        };
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for SharedBytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, position)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, position)
}
