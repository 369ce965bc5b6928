//! Office 97–2003. The library that reads it holds each sheet as a full rectangle and believes the
//! file about how large that is; what would not fit is refused before it is asked.
//!
//! The container is [MS-CFB], the records are [MS-XLS].

use domain::record::{RejectCause, TableError};

use super::corrupt;

/// Cells of the rectangles of all sheets together.
const MAX_AREA: u64 = 20_000_000;
const MAX_SHEETS: usize = 1_000;
const MAX_ROWS: u32 = 65_536;
const MAX_COLUMNS: u32 = 256;

/// First of the sector numbers that are none.
const NO_SECTOR: u32 = 0xFFFF_FFFA;

/// Sees that the sheets of a workbook are no larger than such sheets can be.
pub(super) fn check(bytes: &[u8]) -> Result<(), RejectCause> {
    let unreadable = || corrupt("não é uma planilha do Excel 97-2003, ou está ilegível");
    let stream = workbook_stream(bytes).ok_or_else(unreadable)?;
    let mut offsets = Vec::new();
    for (kind, data) in Records(&stream) {
        match kind {
            // BoundSheet8
            0x0085 => offsets.push(u32_at(data, 0).ok_or_else(unreadable)? as usize),
            0x000A => break,
            _ => {}
        }
    }
    if offsets.len() > MAX_SHEETS {
        return Err(unreadable());
    }
    let mut area = 0;
    for offset in offsets {
        area += area_of(stream.get(offset..).ok_or_else(unreadable)?).ok_or_else(unreadable)?;
        if area > MAX_AREA {
            return Err(TableError::TooManyCells { limit: MAX_AREA as usize }.into());
        }
    }
    Ok(())
}

/// The area of the rectangle around a sheet's cells; `None` where a cell lies outside of any sheet.
fn area_of(stream: &[u8]) -> Option<u64> {
    let mut corners: Option<[u32; 4]> = None;
    let mut include = |row: u32, column: u32| {
        let [top, bottom, left, right] = corners.unwrap_or([row, row, column, column]);
        corners = Some([top.min(row), bottom.max(row), left.min(column), right.max(column)]);
        (row < MAX_ROWS && column < MAX_COLUMNS).then_some(())
    };
    let mut depth = 0_u32;
    for (kind, data) in Records(stream) {
        match kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            // Formula, Number, Label, RString, BoolErr, RK, LabelSst
            0x0006 | 0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD => {
                include(u16_at(data, 0)?, u16_at(data, 2)?)?
            }
            // MulRk: its last two bytes are the last column.
            0x00BD => {
                let row = u16_at(data, 0)?;
                include(row, u16_at(data, 2)?)?;
                include(row, u16_at(data, data.len().checked_sub(2)?)?)?;
            }
            // Dimensions
            0x0200 if data.len() >= 12 => {
                let (rows, columns) = ([u32_at(data, 0)?, u32_at(data, 4)?], [u16_at(data, 8)?, u16_at(data, 10)?]);
                within(rows, columns)?;
            }
            0x0200 => within([u16_at(data, 0)?, u16_at(data, 2)?], [u16_at(data, 4)?, u16_at(data, 6)?])?,
            _ => {}
        }
    }
    Some(corners.map_or(0, |[top, bottom, left, right]| u64::from(bottom - top + 1) * u64::from(right - left + 1)))
}

fn within([top, bottom]: [u32; 2], [left, right]: [u32; 2]) -> Option<()> {
    (top <= bottom && bottom <= MAX_ROWS && left <= right && right <= MAX_COLUMNS).then_some(())
}

/// The records of a stream: kind and data.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u32, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (u16_at(self.0, 0)?, u16_at(self.0, 2)? as usize);
        let data = self.0.get(4..4 + length)?;
        self.0 = self.0.get(4 + length..)?;
        Some((kind, data))
    }
}

/// The stream `Workbook` (`Book` before 1997) of a container.
fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let sector_size = 1_usize.checked_shl(u16_at(bytes, 30)?).filter(|size| matches!(size, 512 | 4096))?;
    let sector = |number: u32| {
        let from = (number as usize).checked_add(1)?.checked_mul(sector_size)?;
        bytes.get(from..bytes.len().min(from.checked_add(sector_size)?))
    };
    let table = fat(bytes, &sector)?;
    let chain = |start: u32| joined(start, &table, &sector);
    let directory = chain(u32_at(bytes, 48)?)?;
    let small = chain(u32_at(&directory, 116)?)?;
    let numbers: Vec<u32> = chain(u32_at(bytes, 60)?)?.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect();
    let is_small = |size: u32| Some(size < u32_at(bytes, 56)?);
    // The library follows any stream to its end: none may go in a circle, nor may many share sectors.
    let mut steps = [table.len(), numbers.len()];
    // The first entry is the root, whose stream the small ones lie in; one without size has no stream.
    for entry in directory.chunks_exact(128).skip(1).filter(|entry| u32_at(entry, 120) != Some(0)) {
        let which = usize::from(is_small(u32_at(entry, 120)?)?);
        let table = if which == 1 { &numbers } else { &table };
        follow(u32_at(entry, 116)?, table, &mut steps[which])?;
    }
    let entry = |wanted: &str| {
        let name: Vec<u8> = wanted.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_it = |entry: &&[u8]| {
            entry.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(&name))
                && u16_at(entry, 64) == Some(name.len() as u32 + 2)
        };
        directory.chunks_exact(128).find(is_it)
    };
    let found = entry("Workbook").or_else(|| entry("Book"))?;
    let (start, size) = (u32_at(found, 116)?, u32_at(found, 120)? as usize);
    let mut stream = if is_small(u32_at(found, 120)?)? {
        joined(start, &numbers, &|number: u32| small.get((number as usize) * 64..(number as usize + 1) * 64))?
    } else {
        chain(start)?
    };
    stream.truncate(size);
    Some(stream)
}

/// Which sector follows which.
fn fat<'a>(bytes: &'a [u8], sector: &impl Fn(u32) -> Option<&'a [u8]>) -> Option<Vec<u32>> {
    let numbers = |data: &[u8]| data.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect::<Vec<u32>>();
    let mut sectors = numbers(bytes.get(76..512)?);
    let mut next = u32_at(bytes, 68)?;
    let most = bytes.len() / 512 + 1;
    for _ in 0..most {
        let Some(data) = sector(next).filter(|_| next < NO_SECTOR) else { break };
        let mut more = numbers(data);
        next = more.pop()?;
        sectors.extend(more);
    }
    let table = sectors.into_iter().filter(|number| *number < NO_SECTOR).take(most).filter_map(sector);
    Some(table.flat_map(numbers).collect())
}

/// The sectors of a chain, one after the other; `None` of one that leads out of the file, or is longer than
/// the table, for it goes in a circle.
fn joined<'a>(start: u32, table: &[u32], sector: &impl Fn(u32) -> Option<&'a [u8]>) -> Option<Vec<u8>> {
    let mut stream = Vec::new();
    let mut next = start;
    for _ in 0..=table.len() {
        if next >= NO_SECTOR {
            return Some(stream);
        }
        stream.extend_from_slice(sector(next)?);
        next = *table.get(next as usize)?;
    }
    None
}

/// Follows a chain to its end, taking each step from those that are left; `None` where they do not suffice.
fn follow(start: u32, table: &[u32], steps: &mut usize) -> Option<()> {
    let mut next = start;
    while next < NO_SECTOR {
        *steps = steps.checked_sub(1)?;
        next = *table.get(next as usize)?;
    }
    Some(())
}

fn u16_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes([*data.get(at)?, *data.get(at + 1)?])))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u16_at(data, at)? | u16_at(data, at + 2)? << 16)
}
